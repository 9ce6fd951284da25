using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Chaos;

/// <summary>A run's files: <c>calm/</c> and <c>chaos/</c> with logs, store and results each, <c>data/</c>, and <c>chaos.json</c>.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly bool _temporary;

    /// <param name="keep">Where; null for a temporary folder.</param>
    public RunFolder(string? keep)
    {
        _temporary = keep is null;
        Path = keep is null
            ? Directory.CreateTempSubdirectory("resnet-chaos-").FullName
            : Directory.CreateDirectory(System.IO.Path.GetFullPath(keep)).FullName;
        foreach (var phase in new[] { "calm", "chaos" }.Select(name => this[name]).Where(Directory.Exists))
        {
            // An older run's store would go on with its sweeps.
            Directory.Delete(phase, recursive: true);
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes <c>chaos.json</c>; a temporary folder goes when all went well.</summary>
    public async Task EndAsync(ChaosResult result)
    {
        if (_temporary && result.Passed)
        {
            Directory.Delete(Path, recursive: true);
            return;
        }

        await using var stream = File.Create(this["chaos.json"]);
        await JsonSerializer.SerializeAsync(stream, result, Json);
    }
}
