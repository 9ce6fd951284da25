using Spectre.Console;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>Tables as text, without colours or cursor movements.</summary>
internal static class PlainTable
{
    private const int Width = 240;

    /// <summary>The ranking: several lines, best trial first.</summary>
    public static string Render(SweepBoard board) => Render(TrialTable.Ranking(board));

    /// <summary>Several lines.</summary>
    public static string Render(Table table)
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
        table.Border = TableBorder.Ascii;
        console.Write(table);
        return text.ToString().TrimEnd('\n');
    }
}
