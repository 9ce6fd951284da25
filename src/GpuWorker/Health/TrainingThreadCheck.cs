using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Health;

/// <summary>
/// Whether the training thread runs. How long it has been at its step is told, but judged by nobody: a step in native code takes as long as
/// it takes, and a worker that is restarted in its middle only begins again.
/// </summary>
internal sealed class TrainingThreadCheck(TrainingThread training, AttemptSlot slot) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        if (slot.Held is { } attempt)
        {
            data["trial"] = attempt.Assignment.Trial.Id.ToString();
            data["attempt"] = attempt.Assignment.Attempt;
            data["secondsSinceStep"] = Math.Round(attempt.SinceProgress.TotalSeconds, 3);
        }

        return Task.FromResult(training.IsAlive
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Unhealthy("the training thread has ended", data: data));
    }
}
