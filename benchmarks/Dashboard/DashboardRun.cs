using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Dashboard.Cluster;
using ResNet.Distributed.Dashboard.Measuring;
using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Dashboard;

/// <summary>The benchmark: fills a sweep, and measures answers and pages while it goes on.</summary>
internal sealed class DashboardRun(DashboardOptions options, Action<string> note)
{
    private const string Sweep = "large";
    private static readonly string[] Paths = ["api/sweeps", $"api/sweeps/{Sweep}/trials", $"api/sweeps/{Sweep}/history", "metrics"];
    private static readonly TimeSpan CpuWindow = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    public async Task<Figures> RunAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var cluster = new SweepCluster(folder.Path, options.Orleans != OrleansDashboard.Off);
        await cluster.RestartAsync(stop);
        var (fillSeconds, epochs, cpu) = await FillAsync(cluster, stop);
        note(Text($"filled with {epochs} epochs in {fillSeconds:0.0} s, {1000 * cpu / epochs:0.00} ms of CPU each"));
        var first = await FirstAsync(cluster, stop);

        await cluster.StartWorkersAsync(options.LiveWorkers, epochSeconds: 1);
        await RunningAsync(cluster, stop);

        // The first while compiles; it is nobody's.
        _ = await FollowedAsync(cluster, stop);
        var idle = await CpuMeasure.OverAsync(cluster.CoordinatorId, CpuWindow, stop);
        var followed = await FollowedAsync(cluster, stop);
        var live = await LiveAsync(cluster, stop);
        var page = await PageAsync(cluster, stop);
        cluster.ThrowIfEnded();
        return new Figures
        {
            FillSeconds = fillSeconds,
            FillEpochs = epochs,
            FillCpuSeconds = cpu,
            First = first,
            Live = live,
            IdleCores = idle,
            FollowedCores = followed,
            Memory = CpuMeasure.Memory(cluster.CoordinatorId),
            Page = page,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string SweepFile() => Text($$"""
        name: {{Sweep}}
        method: random
        run_cap: {{options.Trials}}
        parameters:
          model: { values: [resnet18, resnet34] }
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-1 }
          batch_size: { values: [64, 128, 256] }
          epochs: { value: {{options.Epochs}} }
        """);

    private async Task<(double Seconds, int Epochs, double Cpu)> FillAsync(SweepCluster cluster, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        await cluster.StartWorkersAsync(options.Workers, epochSeconds: 0);
        using var answer = await http.PostAsync("api/sweeps", new StringContent(SweepFile(), Encoding.UTF8, "application/yaml"), stop);
        answer.EnsureSuccessStatusCode();
        await SweepAsync(cluster, sweep => sweep.BestValue is not null, stop);
        await using var watcher = options.Orleans == OrleansDashboard.Watched ? new OrleansWatcher(cluster.Address) : null;
        var (clock, cpu) = (Stopwatch.StartNew(), CpuMeasure.Seconds(cluster.CoordinatorId));
        await SweepAsync(cluster, sweep => sweep.Ended >= options.Filled, stop);
        var trials = await http.GetFromJsonAsync<TrialView[]>($"api/sweeps/{Sweep}/trials", ApiJson.Options, stop);
        return (clock.Elapsed.TotalSeconds, trials!.Sum(trial => trial.EpochsDone), CpuMeasure.Seconds(cluster.CoordinatorId) - cpu);
    }

    private async Task<ImmutableArray<ApiFigure>> FirstAsync(SweepCluster cluster, CancellationToken stop)
    {
        var seconds = Paths.ToDictionary(path => path, _ => new List<double>());
        var bytes = new Dictionary<string, int>();
        for (var start = 0; start < options.Starts; start++)
        {
            await cluster.RestartAsync(stop);
            using var api = new ApiMeasure(cluster.Address);
            foreach (var path in Paths)
            {
                (var taken, bytes[path]) = await api.GetAsync(path, stop);
                seconds[path].Add(taken);
            }
        }

        return [.. Paths.Select(path => new ApiFigure(path, Samples.Of(seconds[path]), bytes[path]))];
    }

    private async Task<ImmutableArray<ApiFigure>> LiveAsync(SweepCluster cluster, CancellationToken stop)
    {
        using var api = new ApiMeasure(cluster.Address);
        var figures = ImmutableArray.CreateBuilder<ApiFigure>();
        foreach (var path in Paths)
        {
            figures.Add(await api.GetManyAsync(path, options.Runs, stop));
        }

        return figures.ToImmutable();
    }

    // As a page does, without a page: one connection that is told of every change.
    private static async Task<double> FollowedAsync(SweepCluster cluster, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        await using var events = await http.GetStreamAsync($"api/sweeps/{Sweep}/events", stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = events.CopyToAsync(Stream.Null, ended.Token);
        var cores = await CpuMeasure.OverAsync(cluster.CoordinatorId, CpuWindow, stop);
        await ended.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cores;
    }

    private async Task<PageFigures?> PageAsync(SweepCluster cluster, CancellationToken stop)
    {
        if (options.Browser is not { } browser)
        {
            return null;
        }

        await using var pages = await PageMeasure.StartAsync(browser);
        return await pages.VisitAsync(new Uri(cluster.Address, $"sweeps/{Sweep}"), options.Runs, stop);
    }

    private static Task RunningAsync(SweepCluster cluster, CancellationToken stop) => UntilAsync<TrialView[]>(
        cluster, $"api/sweeps/{Sweep}/trials", trials => trials.Any(trial => trial.Progress is not null), stop);

    private static Task SweepAsync(SweepCluster cluster, Func<SweepView, bool> wanted, CancellationToken stop) =>
        UntilAsync(cluster, $"api/sweeps/{Sweep}", wanted, stop);

    private static async Task UntilAsync<T>(SweepCluster cluster, string path, Func<T, bool> wanted, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!wanted((await http.GetFromJsonAsync<T>(path, ApiJson.Options, stop))!))
        {
            cluster.ThrowIfEnded();
            await look.WaitForNextTickAsync(stop);
        }
    }
}
