namespace ResNet.Distributed.Training.Native;

/// <summary>Which of glibc's malloc variables a process still lacks.</summary>
internal static class MallocSettings
{
    public const string TunablesVariable = "GLIBC_TUNABLES";
    private const string HugePages = "glibc.malloc.hugetlb";

    // Each of these variables has a tunable of the same meaning.
    private static readonly (string Variable, string Tunable, string Value)[] Sizes =
    [
        ("MALLOC_MMAP_THRESHOLD_", "glibc.malloc.mmap_threshold", "8589934592"),
        ("MALLOC_TRIM_THRESHOLD_", "glibc.malloc.trim_threshold", "8589934592"),
        ("MALLOC_TOP_PAD_", "glibc.malloc.top_pad", "268435456"),
    ];

    /// <summary>The variables to set, with their values; what the user has set, in either spelling, is left out.</summary>
    /// <param name="get">Gives a variable's present value, or null.</param>
    public static Dictionary<string, string> Missing(Func<string, string?> get)
    {
        var tunables = get(TunablesVariable) ?? "";
        var missing = Sizes
            .Where(size => get(size.Variable) is null && !Sets(tunables, size.Tunable))
            .ToDictionary(size => size.Variable, size => size.Value);
        if (!Sets(tunables, HugePages))
        {
            missing[TunablesVariable] = tunables.Length == 0 ? $"{HugePages}=1" : $"{tunables}:{HugePages}=1";
        }

        return missing;
    }

    private static bool Sets(string tunables, string name) =>
        tunables.Split(':').Any(setting => setting.StartsWith(name + "=", StringComparison.Ordinal));
}
