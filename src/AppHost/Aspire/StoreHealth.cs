using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResNet.Distributed.Launching.Store;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Healthy while the store answers.</summary>
/// <param name="connection">As StackExchange.Redis reads it.</param>
internal sealed class StoreHealth(string connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await StoreProbe.WhyNotReachableAsync(connection, cancellationToken) is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Healthy();
}
