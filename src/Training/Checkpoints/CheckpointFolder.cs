using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>The files of a folder of checkpoints. Files of other names are never touched.</summary>
/// <param name="path">The folder.</param>
/// <param name="attempt">The attempt that works here.</param>
/// <param name="keptEpoch">The checkpoint of this epoch's very beginning is kept beside the newest; null: none.</param>
internal sealed class CheckpointFolder(string path, int attempt, int? keptEpoch = null)
{
    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>A file's path.</summary>
    public string File(string fileName) => System.IO.Path.Combine(path, fileName);

    /// <summary>The checkpoints, the newest first; none where there is no folder yet.</summary>
    public List<CheckpointName> List() =>
    [
        .. FileNames().Select(CheckpointName.Parse).OfType<CheckpointName>().OrderDescending(),
    ];

    /// <summary>Gives a checkpoint that cannot be used a name under which it is not looked at again.</summary>
    /// <returns>The new name.</returns>
    public string SetAside(CheckpointName name, string suffix)
    {
        var newName = name.FileName + suffix;
        System.IO.File.Move(File(name.FileName), File(newName), overwrite: true);
        DirectorySync.Flush(path);
        return newName;
    }

    /// <summary>Deletes temporary files of processes that ended while they wrote.</summary>
    public void DeleteLeftOvers()
    {
        foreach (var fileName in FileNames().Where(fileName => TemporaryName.IsLeftOver(fileName, attempt)).ToList())
        {
            System.IO.File.Delete(File(fileName));
        }
    }

    /// <summary>Deletes the checkpoints that are not needed any more (<see cref="CheckpointRetention"/>).</summary>
    public void Prune()
    {
        foreach (var name in CheckpointRetention.Surplus(List(), attempt, keptEpoch))
        {
            System.IO.File.Delete(File(name.FileName));
        }
    }

    private IEnumerable<string> FileNames() => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Select(file => System.IO.Path.GetFileName(file)!)
        : [];
}
