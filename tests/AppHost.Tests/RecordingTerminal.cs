using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching.Tests;
using Spectre.Console;

namespace ResNet.Distributed.AppHost.Tests;

/// <summary>A terminal whose two outputs can be read, and waited on.</summary>
internal sealed class RecordingTerminal
{
    private readonly NotifyingWriter _error = new();
    private readonly StringWriter _output = new();

    public RecordingTerminal(IAnsiConsole? screen = null) => Terminal = new Terminal(_output, _error, screen, errorIsScreen: screen is not null);

    public Terminal Terminal { get; }

    public string Output => _output.ToString();

    public string Error => _error.Lines.Text;

    /// <summary>Ends when a line that contains <paramref name="text"/> has been written to standard error.</summary>
    public Task<string> ErrorLineAsync(string text) => _error.Lines.LineAsync(text);

    private sealed class NotifyingWriter : StringWriter
    {
        public RecordedLines Lines { get; } = new();

        public override void WriteLine(string? value) => Lines.Note(value ?? "");
    }
}
