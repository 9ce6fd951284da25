using Spectre.Console;

namespace ResNet.Distributed.AppHost.Output;

/// <summary>
/// Everything that people see goes through here, so that no two lines mix. Results go to standard output; what the launcher and
/// the processes say goes to standard error, or above the live table while there is one on the same screen.
/// </summary>
internal sealed class Terminal
{
    private static readonly string[] Colours = ["36", "33", "35", "32", "34", "96", "93", "95"];

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _errorIsScreen;
    private readonly Lock _lock = new();
    private IAnsiConsole? _live;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="screen">The console behind standard output when that can move its cursor; else null.</param>
    /// <param name="errorIsScreen">Whether standard error is a screen.</param>
    public Terminal(TextWriter output, TextWriter error, IAnsiConsole? screen, bool errorIsScreen)
    {
        (_output, _error, Screen, _errorIsScreen) = (output, error, screen, errorIsScreen);
    }

    /// <summary>Where a live table can be drawn; null when standard output is a file or a pipe.</summary>
    public IAnsiConsole? Screen { get; }

    /// <summary>The terminal that this process was started in.</summary>
    public static Terminal OfProcess()
    {
        var screen = Console.IsOutputRedirected ? null : AnsiConsole.Console;
        return new Terminal(
            Console.Out,
            Console.Error,
            screen is { Profile.Capabilities: { Ansi: true, Interactive: true } } ? screen : null,
            !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null);
    }

    /// <summary>One line of the result, to standard output.</summary>
    public void Result(string line)
    {
        lock (_lock)
        {
            _output.WriteLine(line);
            _output.Flush();
        }
    }

    /// <summary>Something the launcher has to say.</summary>
    public void Note(string text) => Say(text, text);

    /// <summary>One line of a process.</summary>
    public void ProcessLine(string name, string line)
    {
        // The same in every launch, and another one for the next worker.
        var colour = Colours[name.Sum(c => c) % Colours.Length];
        Say($"[{name}] {line}", $"\e[{colour}m[{name}]\e[0m {line}");
    }

    /// <summary>Undoes what a table that was cut short leaves behind.</summary>
    public void ShowCursor() => Screen?.Cursor.Show(true);

    /// <summary>Until the end of <paramref name="draw"/>, notes appear above the table that it draws on <see cref="Screen"/>.</summary>
    public async Task LiveAsync(Func<Task> draw)
    {
        lock (_lock)
        {
            _live = _errorIsScreen ? Screen : null;
        }

        try
        {
            await draw();
        }
        finally
        {
            lock (_lock)
            {
                _live = null;
            }
        }
    }

    private void Say(string plain, string coloured)
    {
        lock (_lock)
        {
            if (_live is { } live)
            {
                live.Write(new LineAboveTable(Printable(plain)));
            }
            else
            {
                _error.WriteLine(_errorIsScreen ? coloured : plain);
            }
        }
    }

    /// <summary>Without the control characters that would move the table's cursor.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c) || c == '\n'));
}
