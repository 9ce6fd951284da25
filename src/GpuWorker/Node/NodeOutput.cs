namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>Where a node's words and its workers' lines go, so that no two lines mix.</summary>
internal sealed class NodeOutput(TextWriter writer)
{
    private readonly Lock _lock = new();

    /// <summary>Something the node has to say.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            writer.WriteLine(text);
        }
    }

    /// <summary>One line of a worker.</summary>
    public void ProcessLine(string name, string line) => Note($"[{name}] {line}");
}
