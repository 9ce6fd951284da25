using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>The files under <c>deploy/</c> as they are shipped.</summary>
internal static class Deploy
{
    public static string Prometheus { get; } = Path.Combine(Repository.Root, "deploy/prometheus");

    public static string Grafana { get; } = Path.Combine(Repository.Root, "deploy/grafana");

    /// <summary>The rules' files, absolute.</summary>
    public static IReadOnlyList<string> Rules { get; } = Files(Path.Combine(Prometheus, "rules"), "*.yml");

    /// <summary>The unit tests of the rules, absolute.</summary>
    public static IReadOnlyList<string> RuleTests { get; } = Files(Path.Combine(Prometheus, "tests"), "*.yml");

    /// <summary>The dashboards, absolute.</summary>
    public static IReadOnlyList<string> Dashboards { get; } = Files(Path.Combine(Grafana, "dashboards"), "*.json");

    private static string[] Files(string folder, string pattern) => [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)];
}
