namespace ResNet.Distributed.Launching.Topology;

/// <summary>
/// glibc's settings for a training process: a step's big buffers are kept instead of being returned to the kernel and faulted in
/// again by the next step. They must be there before the process starts.
/// </summary>
public static class MallocVariables
{
    /// <summary>Names and values.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "8589934592",
        ["MALLOC_TRIM_THRESHOLD_"] = "8589934592",
        ["MALLOC_TOP_PAD_"] = "268435456",
        ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
    };
}
