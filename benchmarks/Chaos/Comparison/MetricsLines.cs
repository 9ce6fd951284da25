using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ResNet.Distributed.Chaos.Comparison;

/// <summary>A trial's <c>metrics.jsonl</c>, epoch by epoch; times may differ.</summary>
internal static class MetricsLines
{
    private static readonly ImmutableHashSet<string> MayDiffer = ["seconds", "images_per_second"];

    /// <summary>What differs between two files, a line each.</summary>
    public static IEnumerable<string> Compare(string expected, string found)
    {
        if (!File.Exists(expected) || !File.Exists(found))
        {
            return [$"metrics.jsonl is missing: {(File.Exists(expected) ? found : expected)}"];
        }

        var (wanted, got) = (File.ReadAllLines(expected), File.ReadAllLines(found));
        return wanted.Length == got.Length
            ? wanted.Zip(got).SelectMany((pair, epoch) => Differences(epoch, pair.First, pair.Second))
            : [string.Create(CultureInfo.InvariantCulture, $"metrics.jsonl has {got.Length} lines, expected {wanted.Length}")];
    }

    private static IEnumerable<string> Differences(int epoch, string expected, string found)
    {
        var (wanted, got) = (Read(expected), Read(found));
        return wanted.Keys.Union(got.Keys)
            .Where(name => !MayDiffer.Contains(name) && wanted.GetValueOrDefault(name) != got.GetValueOrDefault(name))
            .Select(name => string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch}, {name}: found {got.GetValueOrDefault(name)}, expected {wanted.GetValueOrDefault(name)}"));
    }

    // The numbers' own text, so that nothing is rounded away.
    private static Dictionary<string, string> Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetRawText());
    }
}
