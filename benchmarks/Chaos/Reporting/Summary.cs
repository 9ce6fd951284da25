using System.Globalization;
using ResNet.Distributed.Chaos.Faults;

namespace ResNet.Distributed.Chaos.Reporting;

/// <summary>A run in a few plain lines.</summary>
internal static class Summary
{
    private const int MostDifferences = 20;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(ChaosResult result)
    {
        foreach (var row in RecoveryFigures.Of(result.Faults))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Kind.Words(),-20} {row.Count,4} faults, {row.Measured,4} measured: first progress {Text(row.FirstProgress)} s, "
                + $"recovery median {Text(row.Median)} s, p95 {Text(row.P95)} s, worst {Text(row.Worst)} s");
        }

        foreach (var sweep in result.Sweeps)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{sweep.Sweep}: {sweep.EqualRows} of {sweep.Rows} rows equal, {sweep.Seconds:0} s");
            foreach (var difference in sweep.Differences.Take(MostDifferences))
            {
                yield return $"  {difference}";
            }
        }

        foreach (var exit in result.UnexpectedExits)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{exit.Node} ended by itself with {exit.ExitCode} at {exit.At.ToLocalTime():HH:mm:ss}");
        }

        foreach (var violation in result.Violations)
        {
            yield return $"VIOLATION: {violation}";
        }

        yield return result.Passed ? "passed" : $"failed; files: {result.Folder}";
    }

    /// <summary>Seconds with one decimal, or a dash.</summary>
    public static string Text(double? seconds) => seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";
}
