using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ResNet.Distributed.ServiceDefaults.Health;

/// <summary>
/// <c>/alive</c>: whether the process itself works, so that starting it again would help if not. <c>/health</c>: whether it can do its
/// work now, which also depends on others; a process must not be restarted for that.
/// </summary>
public static class HealthServices
{
    /// <summary>Tag of checks that <c>/alive</c> asks too.</summary>
    public const string Live = "live";

    // A check that waits for something that does not answer says so before who asks has gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds a check to <c>/health</c>.</summary>
    /// <param name="checks">The process' checks.</param>
    /// <param name="name">Its name in the answer.</param>
    /// <param name="whyNot">Says in one line what is wrong; null while nothing is.</param>
    public static IHealthChecksBuilder AddReadiness(
        this IHealthChecksBuilder checks, string name, Func<IServiceProvider, CancellationToken, Task<string?>> whyNot) =>
        checks.Add(new HealthCheckRegistration(name, services => new ReadinessCheck(whyNot, services, Patience), null, null));

    internal static void MapHealth(this WebApplication app)
    {
        // Whoever restarts processes has no key.
        app.MapHealthChecks("/health", new() { ResponseWriter = HealthJson.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/alive", new() { ResponseWriter = HealthJson.WriteAsync, Predicate = check => check.Tags.Contains(Live) }).AllowAnonymous();
    }
}
