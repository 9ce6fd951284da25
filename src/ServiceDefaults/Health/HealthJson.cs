using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.ServiceDefaults.Health;

/// <summary>The body of <c>/health</c> and <c>/alive</c>: what each check says.</summary>
/// <param name="Status">Of all together: <c>Healthy</c> (200), <c>Degraded</c> (200) or <c>Unhealthy</c> (503).</param>
/// <param name="Checks">By name.</param>
internal sealed record HealthJson(string Status, IReadOnlyDictionary<string, HealthJson.Check> Checks)
{
    /// <summary>Writes a report as JSON; to who would have to sign in and has not, the status alone.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report) => MaySeeAll(context)
        ? context.Response.WriteAsJsonAsync(Of(report), JsonSerializerOptions.Web)
        : context.Response.WriteAsJsonAsync(new { Status = report.Status.ToString() }, JsonSerializerOptions.Web);

    private static bool MaySeeAll(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true || !context.RequestServices.GetRequiredService<AccessPlan>().NeedsSignIn;

    private static HealthJson Of(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new Check(entry.Value.Status.ToString(), entry.Value.Description, entry.Value.Data)));

    /// <summary>One check.</summary>
    /// <param name="Status">As above.</param>
    /// <param name="Description">What is wrong; null where nothing is.</param>
    /// <param name="Data">What else there is to know.</param>
    internal sealed record Check(string Status, string? Description, IReadOnlyDictionary<string, object> Data);
}
