using System.Globalization;
using ResNet.Distributed.Checkpoints;
using ResNet.Distributed.Training.Native;

// What a checkpoint costs the training of resnet18: dotnet run -c Release --project benchmarks/Checkpoints -- [threads] [pairs]
if (MallocEnvironment.EnsureOrReexec() is { } warning)
{
    await Console.Error.WriteLineAsync(warning);
}

var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
var pairs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 6;
Console.WriteLine(CheckpointCost.Measure(threads, pairs));
