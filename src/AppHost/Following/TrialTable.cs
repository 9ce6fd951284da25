using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using Spectre.Console;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>A board as a table, one row per trial.</summary>
internal static class TrialTable
{
    /// <summary>The table of <paramref name="trials"/>, in that order; the sweep's best one is marked.</summary>
    public static Table Render(SweepBoard board, IEnumerable<TrialView> trials) => Render(board, trials, ranks: null);

    /// <summary>The table of all trials, the best first, with their ranks.</summary>
    public static Table Ranking(SweepBoard board) =>
        Render(board, board.Ranking, TrialRanking.Ranks(board.Trials.Values, board.Sweep.Goal));

    /// <summary>As many trials as have room: the running ones, the best, those that ended last, those that wait.</summary>
    public static IReadOnlyList<TrialView> Visible(SweepBoard board, int room) =>
    [
        .. board.Trials.Values
            .OrderBy(t => t.Status == TrialStatus.Running ? 0 : t.Number == board.Sweep.BestTrial ? 1 : t.Status.IsFinal() ? 2 : 3)
            .ThenBy(t => t.Status.IsFinal() ? -t.Number : t.Number)
            .Take(Math.Max(1, room))
            .OrderBy(t => t.Number),
    ];

    private static Table Render(SweepBoard board, IEnumerable<TrialView> trials, IReadOnlyDictionary<int, int>? ranks)
    {
        var table = new Table { Border = TableBorder.Rounded };
        var parameters = board.Columns;
        string[] heads = ["#", .. parameters, "status", "epoch", "loss", "accuracy", "images/s", "time left", "worker"];
        heads = ranks is null ? heads : ["rank", .. heads];
        foreach (var head in heads)
        {
            var isNumber = head is "rank" or "#" or "epoch" or "loss" or "accuracy" or "images/s" or "time left";
            var alignment = isNumber ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(Markup.Escape(head)) { NoWrap = true, Alignment = alignment });
        }

        foreach (var trial in trials)
        {
            table.AddRow([.. Row(board, trial, parameters, ranks).Select(c => new Text(c.Text, c.Style))]);
        }

        return table;
    }

    private static IEnumerable<(string Text, Style Style)> Row(
        SweepBoard board, TrialView trial, IReadOnlyList<string> parameters, IReadOnlyDictionary<int, int>? ranks)
    {
        var best = trial.Number == board.Sweep.BestTrial;
        var plain = Style.Plain;
        if (ranks is not null)
        {
            yield return (ranks.TryGetValue(trial.Number, out var rank) ? rank.ToString(CultureInfo.InvariantCulture) : "-", plain);
        }

        yield return (trial.Number.ToString(CultureInfo.InvariantCulture), plain);
        foreach (var name in parameters)
        {
            yield return (trial.Parameters.TryGetValue(name, out var value) ? Numbers.Parameter(value) : "", plain);
        }

        yield return (Status(trial), new Style(Colour(trial.Status)));
        yield return (Epoch(trial), plain);
        yield return (Numbers.Loss(trial.Progress?.Loss ?? trial.Last?.TrainLoss), plain);
        yield return (
            (best ? "* " : "") + Numbers.Accuracy(trial.Last?.TestAccuracy),
            best ? new Style(Color.Green, null, Decoration.Bold) : plain);
        yield return (Numbers.Rate(trial.Progress?.ImagesPerSecond ?? trial.Last?.ImagesPerSecond), plain);
        yield return (trial.Status.IsFinal() ? "" : Numbers.Duration(trial.Progress?.SecondsLeft), plain);
        yield return (trial.Worker ?? "", plain);
    }

    private static string Status(TrialView trial) =>
        StatusText.Of(trial)
        + (trial.Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $" (attempt {trial.Attempt})") : "");

    private static string Epoch(TrialView trial)
    {
        var done = string.Create(CultureInfo.InvariantCulture, $"{trial.EpochsDone}/{trial.Epochs}");
        return trial is { Status: TrialStatus.Running, Progress: { Steps: > 0 } p }
            ? string.Create(CultureInfo.InvariantCulture, $"{done} +{100 * p.Step / p.Steps}%")
            : done;
    }

    private static Color Colour(TrialStatus status) => status switch
    {
        TrialStatus.Running => Color.Aqua,
        TrialStatus.Completed => Color.Green,
        TrialStatus.Failed or TrialStatus.Diverged => Color.Red,
        TrialStatus.Cancelled or TrialStatus.Paused or TrialStatus.Stopped => Color.Yellow,
        _ => Color.Grey,
    };
}
