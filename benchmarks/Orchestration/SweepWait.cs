using System.Net.Http.Json;
using System.Text;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Dashboard.Cluster;

namespace ResNet.Distributed.Orchestration;

/// <summary>Gives sweeps to a cluster, and waits for their end.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="look">How often it is asked: that takes time too.</param>
internal sealed class SweepWait(SweepCluster cluster, TimeSpan look) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = cluster.Address, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Submits a sweep.</summary>
    public async Task SubmitAsync(string file, CancellationToken stop)
    {
        using var answer = await _http.PostAsync("api/sweeps", new StringContent(file, Encoding.UTF8, "application/yaml"), stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until so many workers are in the pool.</summary>
    public async Task WorkersAsync(int count, CancellationToken stop)
    {
        using var next = new PeriodicTimer(look);
        while ((await _http.GetFromJsonAsync<WorkerView[]>("api/workers", ApiJson.Options, stop))!.Length < count)
        {
            cluster.ThrowIfEnded();
            await next.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>Waits for a sweep's end.</summary>
    /// <returns>How long everything took.</returns>
    /// <exception cref="InvalidOperationException">Not all of its trials completed.</exception>
    public async Task<SweepTimes> EndAsync(string name, CancellationToken stop)
    {
        using var next = new PeriodicTimer(look);
        while (true)
        {
            cluster.ThrowIfEnded();
            var sweep = await _http.GetFromJsonAsync<SweepView>($"api/sweeps/{name}", ApiJson.Options, stop);
            if (sweep!.EndedAt is { } ended)
            {
                return sweep.Status == SweepStatus.Completed && sweep.Failed == 0
                    ? new SweepTimes(await TrialsAsync(name, stop), ended)
                    : throw new InvalidOperationException($"Sweep {name} is {sweep.Status}, {sweep.Failed} of its {sweep.Trials} trials failed.");
            }

            await next.WaitForNextTickAsync(stop);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<SweepTimes.Trial>> TrialsAsync(string name, CancellationToken stop)
    {
        var history = await _http.GetFromJsonAsync<History>($"api/sweeps/{name}/history", ApiJson.Options, stop);
        return
        [
            .. history!.Trials
                .Select(trial => new SweepTimes.Trial(trial.Attempts.Min(attempt => attempt.Started), trial.Epochs.Sum(epoch => epoch.Seconds), trial.Attempts[^1].Worker))
                .OrderBy(trial => trial.Began),
        ];
    }

    private sealed record History(TrialTimes[] Trials);

    private sealed record TrialTimes(AttemptView[] Attempts, EpochMetrics[] Epochs);
}
