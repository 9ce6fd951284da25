using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// The allocator, set up for training: it keeps a step's big buffers instead of giving them back to the kernel and faulting them
/// in again at the next step, and backs them with huge pages. With glibc's malloc a step takes about a sixth less time, for about half as much
/// memory again; with jemalloc, which is used where it is installed, it takes less memory than without either.
/// </summary>
/// <remarks>Both read these variables before the program starts, so setting them from within is too late.</remarks>
public static class MallocEnvironment
{
    private const string Guard = "RESNET_MALLOC_RESTARTED";

    /// <summary>The variables for a process that has none of them yet.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = Missing(_ => null);

    /// <summary>Who gives memory to a process that <see cref="EnsureOrReexec"/> has started afresh: a library's file name, or <c>glibc</c>.</summary>
    public static string Allocator =>
        (Environment.GetEnvironmentVariable(Jemalloc.PreloadVariable) ?? Jemalloc.Find()) is { Length: > 0 } library ? Path.GetFileName(library) : "glibc";

    /// <summary>
    /// Starts this process afresh (same id, same arguments) with the variables it lacks; does not return when that works. Does
    /// nothing where they are set, and where the C library is not glibc. Values that the user has set stay as they are. Call it
    /// first in Main: whatever the program has done by then is lost.
    /// </summary>
    /// <returns>Null, or a warning for the user when the process goes on without the variables.</returns>
    public static string? EnsureOrReexec()
    {
        var missing = Missing(Environment.GetEnvironmentVariable);
        if (missing.Count == 0 || !IsGlibc())
        {
            return null;
        }

        // The restarted process keeps its id, so the guard stops a loop here and means nothing to child processes.
        var self = $"{Environment.ProcessId}";
        if (Environment.GetEnvironmentVariable(Guard) == self)
        {
            return Warning(missing.Keys, "they were lost in the restart");
        }

        missing[Guard] = self;
        var error = SelfExec.Restart(missing);
        missing.Remove(Guard);
        return Warning(missing.Keys, error);
    }

    internal static bool IsGlibc() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var libc)
        && NativeLibrary.TryGetExport(libc, "gnu_get_libc_version", out _);

    // glibc's are there beside jemalloc's: should that not be loaded, they count.
    private static Dictionary<string, string> Missing(Func<string, string?> get) =>
        new(MallocSettings.Missing(get).Concat(Jemalloc.Missing(Jemalloc.Find(), get)));

    private static string Warning(IEnumerable<string> variables, string reason) =>
        $"Training will be slower: {string.Join(", ", variables)} could not be set ({reason}). "
        + "Set them before the program starts.";
}
