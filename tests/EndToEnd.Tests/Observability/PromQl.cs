using System.Text.RegularExpressions;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>What can be told of an expression without Prometheus.</summary>
internal static partial class PromQl
{
    /// <summary>The Grafana variables that it uses, its own (<c>__range</c>) too.</summary>
    public static IEnumerable<string> Variables(string expression) =>
        Variable().Matches(expression).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>The metrics that it reads, without the suffixes of a histogram's parts.</summary>
    public static IEnumerable<string> Metrics(string expression) =>
        Metric().Matches(Text().Replace(expression, "")).Select(match => match.Value).Distinct();

    /// <summary>The expression as Grafana sends it with everything chosen.</summary>
    /// <param name="expression">As a dashboard has it.</param>
    /// <param name="rateInterval">For <c>$__rate_interval</c>, at least four scrapes.</param>
    /// <param name="range">For <c>$__range</c>: the time shown.</param>
    public static string WithAll(string expression, string rateInterval, string range) => Variable().Replace(
        expression,
        match => match.Groups[1].Value switch
        {
            "__rate_interval" => rateInterval,
            "__range" => range,
            _ => ".*",
        });

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:\w+:resnet_\w+:\w+|(?:resnet|orleans|dotnet|process|kestrel|http|scrape)_\w+|up|ALERTS)\b")]
    private static partial Regex Metric();
}
