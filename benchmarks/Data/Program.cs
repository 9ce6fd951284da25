using ResNet.Distributed.Data;
using ResNet.Distributed.Launching.CommandLine;

// Reading CIFAR-10 beside Python, and making batches beside the step: dotnet run -c Release --project benchmarks/Data -- --help
if (args is ["read" or "steps", ..])
{
    return DataProcess.Run(args);
}

using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await DataCommand.RunAsync(args, interrupts.Requested);
