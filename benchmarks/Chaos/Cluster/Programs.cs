namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>The built programs of the cluster.</summary>
/// <param name="Coordinator">The coordinator's executable.</param>
/// <param name="GpuWorker">The worker's.</param>
internal sealed record Programs(string Coordinator, string GpuWorker)
{
    /// <summary>Finds them.</summary>
    /// <param name="bin">A folder with <c>Coordinator/</c> and <c>GpuWorker/</c>; null for this program's own <c>artifacts/bin</c>.</param>
    /// <exception cref="ChaosException">One is missing.</exception>
    public static Programs Find(string? bin) => new(Find(bin, "Coordinator"), Find(bin, "GpuWorker"));

    // artifacts/bin/<project>/<configuration>/, or where it was published to.
    private static string Find(string? bin, string project)
    {
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var root = bin is null ? here.Parent!.Parent!.FullName : Path.GetFullPath(bin);
        string[] folders = [here.Name, "", "release", "debug"];
        string[] candidates = [.. folders.Select(f => Path.Combine(root, project, f, $"ResNet.Distributed.{project}"))];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new ChaosException($"The program {project} is in none of: {string.Join(", ", candidates)}. Build it, or say --bin.");
    }
}
