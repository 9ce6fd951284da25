using System.Diagnostics;
using System.Globalization;
using ResNet.Distributed.OpenStore;

// How long a coordinator needs to open a store of many finished trials: dotnet run -c Release --project benchmarks/OpenStore -- [trials]
var trials = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
using var folder = new ScratchFolder();
using var redis = RedisProcess.Start(folder.Path);
var bytes = FinishedSweep.Write(redis, trials);
for (var run = 1; run <= 5; run++)
{
    var clock = Stopwatch.StartNew();
    using var coordinator = CoordinatorProcess.Start(redis.Port, folder.Path);
    await coordinator.AnswersAsync("health");
    var ready = clock.Elapsed.TotalSeconds;
    var (sweep, _) = await coordinator.GetAsync($"api/sweeps/{FinishedSweep.Name}");
    var (all, length) = await coordinator.GetAsync($"api/sweeps/{FinishedSweep.Name}/trials");
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}: {trials} trials, {bytes / 1e6:0.0} MB of state; process ready after {ready:0.00} s; then the sweep in {sweep:0.00} s, all its trials ({length / 1e6:0.0} MB) in {all:0.00} s: opened in {sweep + all:0.00} s"));
}
