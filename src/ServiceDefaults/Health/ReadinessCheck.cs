using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ResNet.Distributed.ServiceDefaults.Health;

/// <summary>Asks why something is not ready, and takes no answer for one.</summary>
internal sealed class ReadinessCheck(
    Func<IServiceProvider, CancellationToken, Task<string?>> whyNot, IServiceProvider services, TimeSpan patience) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await whyNot(services, cancellationToken).WaitAsync(patience, cancellationToken) is { } reason
                ? HealthCheckResult.Unhealthy(reason)
                : HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"no answer within {patience.TotalSeconds} s");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{failure.GetType().Name}: {failure.Message}");
        }
    }
}
