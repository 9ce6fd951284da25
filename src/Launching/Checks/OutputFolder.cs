using System.Globalization;

namespace ResNet.Distributed.Launching.Checks;

/// <summary>
/// The <c>--out</c> folder, held by one launcher at a time, and by one node of a name. The kernel lets go of it with the process, however
/// that ends.
/// </summary>
public sealed class OutputFolder : IDisposable
{
    private const string PidSuffix = ".pid";

    private readonly FileStream _lock;
    private readonly string? _created;

    private OutputFolder(string path, FileStream heldLock, string? created) => (Path, _lock, _created) = (path, heldLock, created);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>The launcher's own files, apart from the results.</summary>
    public string ClusterFolder => System.IO.Path.Combine(Path, ".cluster");

    /// <summary>One log file per process.</summary>
    public string LogFolder => System.IO.Path.Combine(ClusterFolder, "logs");

    /// <summary>The embedded store's state.</summary>
    public string StoreFolder => System.IO.Path.Combine(ClusterFolder, "store");

    /// <summary>Where Prometheus finds the processes' addresses.</summary>
    public string TargetsFile => System.IO.Path.Combine(ClusterFolder, "targets", "prometheus.json");

    /// <summary>Where a synthetic data set is made when there is no other.</summary>
    public string SyntheticDataFolder => System.IO.Path.Combine(Path, ".data");

    /// <summary>Makes the folder where it is missing, and takes it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="node">The node that takes it; null: the launcher of the cluster. Nodes may share it, with the launcher too.</param>
    /// <exception cref="InputException">It cannot be written, or another one has it.</exception>
    public static OutputFolder Take(string folder, string? node = null)
    {
        var path = System.IO.Path.GetFullPath(folder);
        var lockFile = System.IO.Path.Combine(path, ".cluster", node is null ? "lock" : $"node-{node}.lock");
        var created = FirstMissing(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(lockFile)!);
            // FileShare.None is an exclusive flock here.
            var held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(lockFile + PidSuffix, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new OutputFolder(path, held, created);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException(
                Holder(lockFile) is { } pid
                    ? AlreadyHeld(folder, node, pid)
                    : $"--out {folder}: cannot be written ({error.Message.TrimEnd('.')}). "
                        + "Choose a folder that you may write to, with --out DIR.");
        }
    }

    /// <summary>Lets go of the folder, and removes it when it did not exist before: nothing was started.</summary>
    public void GiveUp()
    {
        Dispose();
        if (_created is { } created)
        {
            Directory.Delete(created, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string AlreadyHeld(string folder, string? node, string pid) => node is null
        ? $"--out {folder}: another launcher (process {pid}) writes there. Stop it, or choose another folder with --out DIR."
        : $"--out {folder}: a node of the name {node} (process {pid}) runs there already. Stop it, or give this one another --name NAME.";

    /// <summary>
    /// The process that holds the lock; null when nobody does. It is in a file of its own, since a locked one cannot be read.
    /// </summary>
    private static string? Holder(string lockFile)
    {
        try
        {
            return File.Exists(lockFile) && IsHeld(lockFile) ? File.ReadAllText(lockFile + PidSuffix) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsHeld(string lockFile)
    {
        try
        {
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string? FirstMissing(string path)
    {
        string? missing = null;
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            missing = folder;
        }

        return missing;
    }
}
