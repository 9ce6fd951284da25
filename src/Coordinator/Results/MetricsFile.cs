using System.Text.Json;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary>A trial's <c>metrics.jsonl</c>: one line of JSON for each epoch, snake_case as in the sweep file.</summary>
internal static class MetricsFile
{
    private const string Name = "metrics.jsonl";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes the whole file anew.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="epochs">The epochs, in their order.</param>
    public static void Write(string folder, IEnumerable<EpochMetrics> epochs)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, Name), stream =>
        {
            foreach (var epoch in epochs)
            {
                JsonSerializer.Serialize(stream, epoch, Json);
                stream.WriteByte((byte)'\n');
            }
        });
    }

    /// <summary>Whether a folder has one.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));
}
