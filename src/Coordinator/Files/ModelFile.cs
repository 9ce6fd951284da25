using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace ResNet.Distributed.Coordinator.Files;

/// <summary>A model's file, opened once: whoever replaces it meanwhile changes nothing of what is read.</summary>
/// <param name="Content">The file.</param>
/// <param name="Written">When it was written.</param>
internal sealed record ModelFile(FileStream Content, DateTimeOffset Written)
{
    /// <summary>Tells it from every other model of the same address: two are never written within the clock's resolution.</summary>
    public EntityTagHeaderValue Tag => new(string.Create(CultureInfo.InvariantCulture, $"\"{Written.UtcTicks:x}-{Content.Length:x}\""));

    /// <summary>Opens it; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ModelFile? Open(string? path)
    {
        try
        {
            if (path is null)
            {
                return null;
            }

            var file = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            return new ModelFile(file, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
