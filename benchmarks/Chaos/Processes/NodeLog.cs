namespace ResNet.Distributed.Chaos.Processes;

/// <summary>Everything that a node's incarnations say, one after the other, in one file.</summary>
internal sealed class NodeLog : IDisposable
{
    private const int Remembered = 5;

    private readonly StreamWriter _file;
    private readonly Queue<string> _last = new();
    private readonly Lock _lock = new();
    private bool _closed;

    /// <param name="path">The file; made anew.</param>
    public NodeLog(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    }

    /// <summary>The last few lines, joined.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _last);
            }
        }
    }

    /// <summary>Takes one line, from any thread; null ends a stream and is no line.</summary>
    public void Write(string? line)
    {
        lock (_lock)
        {
            if (line is null || _closed)
            {
                return;
            }

            if (_last.Count == Remembered)
            {
                _last.Dequeue();
            }

            _last.Enqueue(line);
            _file.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
