using System.Globalization;
using ResNet.Distributed.Scaling;
using ResNet.Distributed.Training.Native;

// What two ranks of a thread each do against one: dotnet run -c Release --project benchmarks/Scaling -- [batch per rank] [rounds]
if (MallocEnvironment.EnsureOrReexec() is { } warning)
{
    await Console.Error.WriteLineAsync(warning);
}

if (args is ["rank", var folder, var rank, var processes, var batchOfRank, var togetherness])
{
    return RankRun.Run(folder, Number(rank), Number(processes), Number(batchOfRank), Enum.Parse<Togetherness>(togetherness));
}

await Comparison.RunAsync(args.Length > 0 ? Number(args[0]) : 64, args.Length > 1 ? Number(args[1]) : 5);
return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
