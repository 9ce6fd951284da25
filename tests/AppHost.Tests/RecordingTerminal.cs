using ResNet.Distributed.AppHost.Output;
using Spectre.Console;

namespace ResNet.Distributed.AppHost.Tests;

/// <summary>A terminal whose two outputs can be read, and waited on.</summary>
internal sealed class RecordingTerminal
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly NotifyingWriter _error = new();
    private readonly StringWriter _output = new();

    public RecordingTerminal(IAnsiConsole? screen = null) => Terminal = new Terminal(_output, _error, screen, errorIsScreen: screen is not null);

    public Terminal Terminal { get; }

    public string Output => _output.ToString();

    public string Error => _error.Text;

    /// <summary>Ends when a line that contains <paramref name="text"/> has been written to standard error.</summary>
    public async Task<string> ErrorLineAsync(string text) => await _error.LineAsync(text).WaitAsync(Deadline);

    private sealed class NotifyingWriter : StringWriter
    {
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

        public override void WriteLine(string? value)
        {
            lock (_lock)
            {
                _lines.Add(value ?? "");
                _waiting.FindAll(w => value!.Contains(w.Text, StringComparison.Ordinal)).ForEach(w => w.Seen.TrySetResult(value!));
            }
        }

        public Task<string> LineAsync(string text)
        {
            lock (_lock)
            {
                var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_lines.Find(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
                {
                    seen.SetResult(line);
                }

                _waiting.Add((text, seen));
                return seen.Task;
            }
        }
    }
}
