using System.Text.RegularExpressions;
using ResNet.Distributed.Training.Checkpoints;

namespace ResNet.Distributed.Exchange;

/// <summary>A file of a trial that can be fetched: a checkpoint, or the weights of an epoch that was the best.</summary>
/// <param name="Name">Its name, in the trial's folder of checkpoints.</param>
/// <param name="Bytes">Its size.</param>
public sealed partial record TrialFile(string Name, long Bytes)
{
    /// <summary>The folder of checkpoints, in the trial's.</summary>
    public const string Folder = "checkpoints";

    /// <summary>Whether a file of this name is handed out: no other is, and no path.</summary>
    public static bool IsOne(string name) => IsCheckpoint(name) || BestModel().IsMatch(name);

    /// <summary>Whether it is a checkpoint.</summary>
    public static bool IsCheckpoint(string name) => CheckpointName.Parse(name) is not null;

    /// <summary>The checkpoints among some files, the newest first: by attempt, epoch and step. Those of a later attempt are left out.</summary>
    /// <param name="names">The files' names.</param>
    /// <param name="attempt">The attempt that looks for one to go on from.</param>
    /// <param name="after">Those of this attempt and earlier ones are left out too.</param>
    public static IEnumerable<string> NewestFirst(IEnumerable<string> names, int attempt, int after = 0) => Checkpoints(names)
        .Where(name => name.Attempt <= attempt && name.Attempt > after)
        .OrderDescending()
        .Select(name => name.FileName);

    /// <summary>The checkpoints among some files that are of an epoch's very beginning, the newest attempt's first.</summary>
    /// <param name="names">The files' names.</param>
    /// <param name="epoch">From 0.</param>
    public static IEnumerable<string> AtStartOf(IEnumerable<string> names, int epoch) => Checkpoints(names)
        .Where(name => name.IsStartOf(epoch))
        .OrderDescending()
        .Select(name => name.FileName);

    /// <summary>Deletes the checkpoints of a trial that are not needed any more, as its attempts do where they train.</summary>
    /// <param name="trialFolder">The trial's folder.</param>
    /// <param name="attempt">The attempt that has ended.</param>
    /// <param name="keptEpoch">One of this epoch's very beginning is kept beside the newest; null: none.</param>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    public static void Prune(string trialFolder, int attempt, int? keptEpoch)
    {
        foreach (var name in CheckpointRetention.Surplus(Checkpoints(List(trialFolder).Select(file => file.Name)), attempt, keptEpoch))
        {
            File.Delete(Path.Combine(trialFolder, Folder, name.FileName));
        }
    }

    /// <summary>All of a trial that are there.</summary>
    /// <param name="trialFolder">The trial's folder.</param>
    public static IReadOnlyList<TrialFile> List(string trialFolder)
    {
        var folder = new DirectoryInfo(Path.Combine(trialFolder, Folder));
        return folder.Exists
            ? [.. folder.EnumerateFiles().Where(file => IsOne(file.Name)).Select(file => new TrialFile(file.Name, file.Length))]
            : [];
    }

    private static IEnumerable<CheckpointName> Checkpoints(IEnumerable<string> names) => names.Select(CheckpointName.Parse).OfType<CheckpointName>();

    [GeneratedRegex(@"\Abest-epoch-[0-9]{4,9}\.safetensors\z")]
    private static partial Regex BestModel();
}
