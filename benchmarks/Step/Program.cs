using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Step;

// Our training step against PyTorch's: dotnet run -c Release --project benchmarks/Step -- --help
if (args is ["train" or "split", ..])
{
    return StepProcess.Run(args);
}

using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await StepCommand.RunAsync(args, interrupts.Requested);
