using System.Collections.Immutable;
using System.Text.Json;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>A picture as <c>GpuWorker predict</c> classified it.</summary>
/// <param name="Image">The file, as it was named.</param>
/// <param name="Top">The most probable classes, the most probable first; default where there is an error.</param>
/// <param name="Error">Why it could not be classified; null when it was.</param>
internal sealed record ClassifiedImage(string Image, ImmutableArray<ClassProbability> Top, string? Error)
{
    /// <summary>Reads one line of the program's output.</summary>
    /// <exception cref="LaunchException">It is something else.</exception>
    public static ClassifiedImage Read(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<ClassifiedImage>(line, JsonSerializerOptions.Web) is { Image: not null } image
                && (image.Error is not null || !image.Top.IsDefaultOrEmpty))
            {
                return image;
            }
        }
        catch (JsonException)
        {
            // Said below, with what was printed.
        }

        throw new LaunchException($"'GpuWorker predict' printed something else than a line of JSON for each picture: {line}");
    }
}
