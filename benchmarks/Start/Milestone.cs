namespace ResNet.Distributed.Start;

/// <summary>A point on the way to the first step, seen from outside by what is in a file.</summary>
/// <param name="Name">What has happened then.</param>
/// <param name="File">The file, below the output folder.</param>
/// <param name="Text">What the file says then; empty: it is there.</param>
internal sealed record Milestone(string Name, string File, string Text)
{
    /// <summary>All of them, in the order in which they come.</summary>
    public static IReadOnlyList<Milestone> All { get; } =
    [
        new("`dotnet run` and AppHost have started, the store too: the coordinator is started", Log("coordinator-0"), ""),
        new("the data is found: the worker is started", Log("worker-0"), ""),
        new("the worker has loaded libtorch and the data", Log("worker-0"), "Ready:"),
        new("the first trial's attempt begins: model, optimizer, first step", Log("worker-0"), "trains here"),
        new("its first step is done, tested and reported", Path.Combine(ClusterStart.Sweep, "trials", "1", "metrics.jsonl"), ""),
    ];

    /// <summary>Whether it is reached.</summary>
    public bool IsReached(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
        {
            return false;
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Contains(Text, StringComparison.Ordinal);
    }

    private static string Log(string process) => Path.Combine(".cluster", "logs", $"{process}.log");
}
