using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Data;

/// <summary>Our reader and Python's by turns, each in a fresh process, on files that are in the system's cache.</summary>
/// <param name="options">What is measured.</param>
/// <param name="folder">The data set.</param>
/// <param name="note">Hears how far it is.</param>
internal sealed class Comparison(DataOptions options, string folder, Action<string> note)
{
    /// <summary>Our processes.</summary>
    public List<Reading> Ours { get; } = [];

    /// <summary>Python's.</summary>
    public List<Reading> Python { get; } = [];

    /// <summary>Steps with batches as they are.</summary>
    public List<BatchShare> Plain { get; } = [];

    /// <summary>Steps with batches that are cropped and mirrored.</summary>
    public List<BatchShare> Augmented { get; } = [];

    /// <summary>Measures.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        string[] reading = [folder, Text($"{options.Reads}")];
        var script = Path.Combine(AppContext.BaseDirectory, "read.py");
        for (var round = 1; round <= options.Rounds; round++)
        {
            Ours.Add(Parse<Reading>(await Child.RunOwnAsync(["read", .. reading], cancellation)));
            Python.Add(Parse<Reading>(await Child.RunAsync(options.Python, [script, .. reading], cancellation)));
            Plain.Add(Parse<BatchShare>(await Child.RunOwnAsync(["steps", "none", Text($"{options.Steps}")], cancellation)));
            Augmented.Add(Parse<BatchShare>(await Child.RunOwnAsync(["steps", "crop_flip", Text($"{options.Steps}")], cancellation)));
            note(Text($"round {round}: ours {Ours[^1].First:0.000} s, Python {Python[^1].First:0.000} s; a batch {1000 * Augmented[^1].Seconds:0.0} ms of {1000 * Augmented[^1].Step:0} ms"));
        }
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
