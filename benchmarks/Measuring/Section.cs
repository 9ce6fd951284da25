using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Measuring;

/// <summary>What one benchmark has to say: a part of <c>benchmarks/RESULTS.md</c>.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Goals">Its figures that have a goal.</param>
/// <param name="Text">All of them, as Markdown below a heading of the second level.</param>
public sealed record Section(string Title, IReadOnlyList<Goal> Goals, string Text)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>With its heading and its goals.</summary>
    [JsonIgnore]
    public string Markdown => $"## {Title}\n\n{GoalTable.Of(Goals)}\n{Text}";

    /// <summary>Prints it, and writes it for the page of results where a file is named.</summary>
    public async Task PublishAsync(string? file, CancellationToken cancellation = default)
    {
        Console.WriteLine(Markdown);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Json), cancellation);
        }
    }

    /// <summary>Reads one that was written.</summary>
    /// <exception cref="JsonException">The file holds none.</exception>
    public static Section Read(string file) =>
        JsonSerializer.Deserialize<Section>(File.ReadAllText(file), Json) ?? throw new JsonException($"{file} holds no section.");
}
