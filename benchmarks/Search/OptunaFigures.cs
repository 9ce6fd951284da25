using System.Collections.Immutable;
using System.Text.Json;

namespace ResNet.Distributed.Search;

/// <summary>What Optuna's searches came to, by problem: the lines of <c>optuna_tpe.py</c>.</summary>
/// <param name="Version">Optuna's version.</param>
/// <param name="Bests">By problem's name and seed.</param>
internal sealed record OptunaFigures(string Version, ImmutableDictionary<string, ImmutableArray<double>> Bests)
{
    /// <summary>Where Optuna was not run.</summary>
    public static OptunaFigures None { get; } = new("none", ImmutableDictionary<string, ImmutableArray<double>>.Empty);

    /// <summary>Reads the file that the script wrote.</summary>
    public static OptunaFigures Read(string path) =>
        JsonSerializer.Deserialize<OptunaFigures>(File.ReadAllText(path), JsonSerializerOptions.Web)
        ?? throw new JsonException($"{path} is empty.");
}
