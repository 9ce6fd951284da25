using Spectre.Console;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>The ranking as text, without colours or cursor movements.</summary>
internal static class PlainTable
{
    private const int Width = 240;

    /// <summary>Several lines, best trial first.</summary>
    public static string Render(SweepBoard board)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Width;
        var table = TrialTable.Ranking(board);
        table.Border = TableBorder.Ascii;
        console.Write(table);
        return text.ToString().TrimEnd('\n');
    }
}
