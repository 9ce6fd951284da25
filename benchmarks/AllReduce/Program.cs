using ResNet.Distributed.AllReduce;
using ResNet.Distributed.Launching.CommandLine;

// Our all-reduce against Gloo's: dotnet run -c Release --project benchmarks/AllReduce -- [--ranks 2 4] [--rounds 7] [--out
// PAGE.md]
if (args is ["rank", .. var rank])
{
    return await RankProgram.RunAsync(rank);
}

using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await AllReduceCommand.RunAsync(args, interrupts.Requested);
