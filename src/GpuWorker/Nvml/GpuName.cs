namespace ResNet.Distributed.GpuWorker.Nvml;

/// <summary>Which of a machine's GPUs CUDA's first one is.</summary>
internal static class GpuName
{
    /// <summary>
    /// The first entry of <c>CUDA_VISIBLE_DEVICES</c>: a number or a UUID. Without the variable the machine's first one; null where the
    /// variable hides all. A number is taken in the order of the bus, which on machines whose GPUs are all alike is CUDA's order too.
    /// </summary>
    public static string? Of(string? visible)
    {
        if (visible is null)
        {
            return "0";
        }

        var first = visible.Split(',')[0].Trim();
        return first.Length == 0 || first.StartsWith('-') ? null : first;
    }
}
