using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Step;
using ResNet.Distributed.Step.Cuda;

// Our training step against PyTorch's: dotnet run -c Release --project benchmarks/Step -- --help
if (args is ["train" or "split", ..])
{
    return StepProcess.Run(args);
}

if (args is [CudaCommand.ProcessName])
{
    return CudaSteps.Run();
}

using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await StepCommand.RunAsync(args, interrupts.Requested);
