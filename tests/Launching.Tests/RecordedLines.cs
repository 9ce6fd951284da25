namespace ResNet.Distributed.Launching.Tests;

/// <summary>What processes and their keeper say, as a launcher shows it; it can be read, and waited on.</summary>
internal sealed class RecordedLines
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _waiting = [];
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Takes a line of a process.</summary>
    public void ProcessLine(string name, string line) => Note($"[{name}] {line}");

    /// <summary>Takes what is said about a process.</summary>
    public void Note(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            _waiting.FindAll(waiting => line.Contains(waiting.Text, StringComparison.Ordinal)).ForEach(waiting => waiting.Seen.TrySetResult(line));
        }
    }

    /// <summary>Ends when a line that contains <paramref name="text"/> has come.</summary>
    public Task<string> LineAsync(string text)
    {
        lock (_lock)
        {
            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                seen.SetResult(line);
            }

            _waiting.Add((text, seen));
            return seen.Task.WaitAsync(Deadline);
        }
    }
}
