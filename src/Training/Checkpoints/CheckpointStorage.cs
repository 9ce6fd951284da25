using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Asks a folder whether checkpoints can be kept in it.</summary>
public static class CheckpointStorage
{
    /// <summary>
    /// Makes the folder where it does not exist, and reserves room for a file in it, which is deleted at once. That something else
    /// takes the room before it is used cannot be excluded.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="bytes">The file's size, 1 or more: about 134 MB for a checkpoint of resnet18, 256 MB for resnet34.</param>
    /// <exception cref="CheckpointStorageException">The folder cannot be made or written, or there is no room.</exception>
    public static void EnsureRoom(string folder, long bytes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        try
        {
            CreateDurably(folder);
            Reserve(Path.Combine(folder, TemporaryName.CreateForRoom()), bytes);
        }
        catch (Exception e) when (CheckpointStorageException.IsCause(e))
        {
            throw CheckpointStorageException.Unwritable(folder, bytes, e);
        }
    }

    private static void Reserve(string path, long bytes)
    {
        try
        {
            // Some file systems reserve nothing when asked to: one byte at least is written, which tells whether it can be.
            using var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = bytes,
            });
            stream.WriteByte(0);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Makes a folder and those above it, and brings each one's entry in the folder above to the disk.</summary>
    private static void CreateDurably(string folder)
    {
        var made = new List<string>();
        for (var path = Path.GetFullPath(folder); !Directory.Exists(path); path = Path.GetDirectoryName(path)!)
        {
            made.Add(path);
        }

        Directory.CreateDirectory(folder);
        made.ForEach(path => DirectorySync.Flush(Path.GetDirectoryName(path)!));
    }
}
