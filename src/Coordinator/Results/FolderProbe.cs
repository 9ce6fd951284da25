namespace ResNet.Distributed.Coordinator.Results;

/// <summary>Finds out whether something can be written, before anybody is sent to write it.</summary>
internal static class FolderProbe
{
    /// <summary>Null when <paramref name="bytes"/> fit into the folder now, or what is wrong with it. Leaves nothing behind.</summary>
    public static string? WhyNotWritable(string folder, long bytes)
    {
        var file = Path.Combine(folder, $".probe.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);

            // Reserves the blocks, and so fails where there is no room for them, without writing them. Some file systems reserve
            // nothing: one byte at least is written, which tells whether anything can be.
            using var probe = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
                PreallocationSize = bytes,
            });
            probe.WriteByte(0);
            probe.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
