using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using Spectre.Console;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>Which parameters mattered, as a table with a bar for each.</summary>
internal static class ImportanceTable
{
    private const string Interactions = "(interactions)";
    private const int Width = 30;

    /// <summary>What the figures are, or why there are none: one line.</summary>
    public static string Title(SweepImportance importance) => importance.Reason is { } reason
        ? $"Parameter importance: none, as {reason}"
        : string.Create(CultureInfo.InvariantCulture, $"Parameter importance: shares of the variance of {importance.Metric} over {importance.Trials} trials");

    /// <summary>A row for each parameter, the most important one first, and one for what they explain only together.</summary>
    /// <param name="importance">With figures.</param>
    /// <param name="bar">What the bars are made of.</param>
    public static Table Render(SweepImportance importance, char bar)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(
            new TableColumn("parameter") { NoWrap = true },
            new TableColumn("share") { NoWrap = true, Alignment = Justify.Right },
            new TableColumn("") { NoWrap = true });
        foreach (var (name, share, deviation) in importance.Parameters)
        {
            Add(name, share, string.Create(CultureInfo.InvariantCulture, $"{share:0.00} ± {deviation:0.00}"));
        }

        if (importance.Interactions is { } rest)
        {
            Add(Interactions, rest, rest.ToString("0.00", CultureInfo.InvariantCulture) + "       ");
        }

        return table;

        void Add(string name, double share, string text) =>
            table.AddRow(new Text(name), new Text(text), new Text(new string(bar, (int)Math.Round(Width * share)), new Style(Color.Aqua)));
    }
}
