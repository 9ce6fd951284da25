namespace ResNet.Distributed.Launching.Processes;

/// <summary>
/// Where a process's lines go: to the terminal with its name before them, and into a file of its own. The launch before keeps its
/// file as <c>NAME.previous.log</c>. The last lines are at hand for an error message.
/// </summary>
public sealed class ProcessLog : IDisposable
{
    private const int Remembered = 12;

    private readonly string _name;
    private readonly Action<string, string> _show;
    private readonly StreamWriter _file;
    private readonly Queue<string> _last = new();
    private readonly Lock _lock = new();
    private bool _closed;

    /// <param name="name">The process.</param>
    /// <param name="folder">Where the files are; made when missing.</param>
    /// <param name="show">Takes the name and each line.</param>
    public ProcessLog(string name, string folder, Action<string, string> show)
    {
        (_name, _show) = (name, show);
        Path = System.IO.Path.Combine(folder, name + ".log");
        Directory.CreateDirectory(folder);
        if (File.Exists(Path))
        {
            File.Move(Path, System.IO.Path.Combine(folder, name + ".previous.log"), overwrite: true);
        }

        _file = new StreamWriter(new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The last lines, joined.</summary>
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

    /// <summary>Takes one line of the process; from any thread.</summary>
    public void Write(string line)
    {
        lock (_lock)
        {
            if (_last.Count == Remembered)
            {
                _last.Dequeue();
            }

            _last.Enqueue(line);
            if (!_closed)
            {
                _file.WriteLine(line);
            }
        }

        _show(_name, line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
