using System.Globalization;
using ResNet.Distributed.Telemetry;
using ResNet.Distributed.Training.Native;

// What telemetry costs the training of resnet18: dotnet run -c Release --project benchmarks/Telemetry -- [threads] [rounds] [steps] [page]
if (MallocEnvironment.EnsureOrReexec() is { } warning)
{
    await Console.Error.WriteLineAsync(warning);
}

var threads = Number(0, Environment.ProcessorCount);
var cost = TelemetryCost.Measure(threads, rounds: Number(1, 12), steps: Number(2, 4));
var page = cost.ToMarkdown();
Console.WriteLine(page);
if (args.Length > 3)
{
    await File.WriteAllTextAsync(args[3], page);
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
