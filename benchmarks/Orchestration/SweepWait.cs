using System.Net.Http.Json;
using System.Text;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Dashboard.Cluster;

namespace ResNet.Distributed.Orchestration;

/// <summary>Gives sweeps to a cluster, and waits for their end.</summary>
internal sealed class SweepWait(SweepCluster cluster) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

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
        using var look = new PeriodicTimer(Look);
        while ((await _http.GetFromJsonAsync<WorkerView[]>("api/workers", ApiJson.Options, stop))!.Length < count)
        {
            cluster.ThrowIfEnded();
            await look.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>Waits for a sweep's end.</summary>
    /// <returns>When its first trial began, and when its last one ended, by the coordinator's clock.</returns>
    /// <exception cref="InvalidOperationException">Not all of its trials completed.</exception>
    public async Task<(DateTimeOffset Began, DateTimeOffset Ended)> EndAsync(string name, CancellationToken stop)
    {
        using var look = new PeriodicTimer(Look);
        while (true)
        {
            cluster.ThrowIfEnded();
            var sweep = await _http.GetFromJsonAsync<SweepView>($"api/sweeps/{name}", ApiJson.Options, stop);
            if (sweep!.EndedAt is { } ended)
            {
                return sweep.Status == SweepStatus.Completed && sweep.Failed == 0
                    ? (await BeganAsync(name, stop), ended)
                    : throw new InvalidOperationException($"Sweep {name} is {sweep.Status}, {sweep.Failed} of its {sweep.Trials} trials failed.");
            }

            await look.WaitForNextTickAsync(stop);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<DateTimeOffset> BeganAsync(string name, CancellationToken stop)
    {
        var history = await _http.GetFromJsonAsync<History>($"api/sweeps/{name}/history", ApiJson.Options, stop);
        return history!.Trials.SelectMany(trial => trial.Attempts).Min(attempt => attempt.Started);
    }

    private sealed record History(TrialTimes[] Trials);

    private sealed record TrialTimes(AttemptView[] Attempts);
}
