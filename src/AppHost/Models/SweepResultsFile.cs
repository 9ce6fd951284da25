using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>What a sweep's <c>results.json</c> says of its models.</summary>
internal sealed record SweepResultsFile
{
    private const string FileName = "results.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public required string Metric { get; init; }

    public required int? BestTrial { get; init; }

    public required ImmutableArray<Row> Trials { get; init; }

    /// <summary>Reads it out of a sweep's folder.</summary>
    /// <param name="output">The folder of all sweeps.</param>
    /// <param name="sweep">The sweep's name.</param>
    /// <exception cref="InputException">There is no such sweep, or its file cannot be read.</exception>
    public static SweepResultsFile Read(string output, string sweep)
    {
        var path = Path.Combine(output, sweep, FileName);
        if (sweep.AsSpan().IndexOfAny('/', '\\') >= 0 || sweep is "." or ".." || !File.Exists(path))
        {
            throw new InputException($"{sweep}: there is no such sweep in {output}. {Known(output)}");
        }

        try
        {
            return JsonSerializer.Deserialize<SweepResultsFile>(File.ReadAllText(path), Json)
                ?? throw new InputException($"{path}: found nothing, expected a sweep's results.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read as a sweep's results ({error.Message.TrimEnd('.')}).");
        }
    }

    private static string Known(string output)
    {
        string[] names = Directory.Exists(output)
            ? [.. Directory.GetDirectories(output).Where(folder => File.Exists(Path.Combine(folder, FileName))).Select(folder => Path.GetFileName(folder)!).Order()]
            : [];
        return names.Length == 0
            ? "It holds none; name the folder of another one with --out DIR, or a cluster that is up with --url URL."
            : $"It holds {string.Join(", ", names)}.";
    }

    /// <summary>A trial.</summary>
    internal sealed record Row
    {
        public required int Trial { get; init; }

        public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

        public required string State { get; init; }

        public double? Best { get; init; }

        public string? Data { get; init; }

        public string? Checkpoint { get; init; }
    }
}
