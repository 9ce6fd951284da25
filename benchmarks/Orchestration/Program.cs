using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Orchestration;
using ResNet.Distributed.Orchestration.Trained;

// What the coordinator costs: dotnet run -c Release --project benchmarks/Orchestration -- --help
if (args is ["bare", var folder])
{
    return BareTrials.Run(folder);
}

using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await OrchestrationCommand.RunAsync(args, interrupts.Requested);
