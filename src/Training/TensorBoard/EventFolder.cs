using System.Globalization;
using Tensorboard;

namespace ResNet.Distributed.Training.TensorBoard;

/// <summary>A run's folder as TensorBoard sees it: each process that writes has a file of its own, read in the order of their names.</summary>
internal static class EventFolder
{
    private const string Prefix = "events.out.tfevents.";

    /// <summary>The name of a new file: the names of older files sort before it.</summary>
    public static string NewName(DateTimeOffset now, int attempt) => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{now.ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}.{attempt}");

    /// <summary>The highest step that any of the folder's files has a value of; -1 where there is none.</summary>
    public static long LastStep(string folder)
    {
        var last = -1L;
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            foreach (var record in RecordFraming.Read(file))
            {
                var entry = Event.Parser.ParseFrom(record);
                last = entry.Summary is null ? last : Math.Max(last, entry.Step);
            }
        }

        return last;
    }
}
