using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Sweeps;

/// <summary>How the table of trials is sorted.</summary>
/// <param name="Column">By which column.</param>
/// <param name="Descending">Whether the largest comes first. A trial that has no value in the column comes last either way.</param>
public sealed record TrialOrder(TrialColumn Column, bool Descending)
{
    /// <summary>As the search suggested them.</summary>
    public static TrialOrder ByNumber { get; } = new(new TrialColumn(TrialColumnKind.Number), false);

    /// <summary>The order after a click on a column's head: the other way round, or by that column.</summary>
    public TrialOrder Toggle(TrialColumn column) => column == Column ? this with { Descending = !Descending } : new TrialOrder(column, false);

    /// <summary>The trials in this order; equals by number.</summary>
    public IEnumerable<TrialView> Sort(IEnumerable<TrialView> trials)
    {
        var keyed = trials.Select(trial => (Trial: trial, Key: KeyOf(trial))).ToArray();
        var valued = keyed.Where(entry => entry.Key is not null);
        var sorted = Descending ? valued.OrderByDescending(entry => entry.Key, Keys) : valued.OrderBy(entry => entry.Key, Keys);
        return sorted.ThenBy(entry => entry.Trial.Number)
            .Concat(keyed.Where(entry => entry.Key is null).OrderBy(entry => entry.Trial.Number))
            .Select(entry => entry.Trial);
    }

    private static Comparer<IComparable?> Keys { get; } = Comparer<IComparable?>.Create((one, other) => (one, other) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (double a, double b) => a.CompareTo(b),
        // A parameter that is a number in one trial and a name in another: numbers first.
        (double, _) => -1,
        _ => 1,
    });

    private IComparable? KeyOf(TrialView trial) => Column.Kind switch
    {
        TrialColumnKind.Parameter => trial.Parameters.TryGetValue(Column.Parameter!, out var value)
            ? value.Number is { } number ? number : value.ToString()
            : null,
        TrialColumnKind.State => (double)trial.Status,
        TrialColumnKind.Epoch => trial.EpochsDone + Within(trial.Progress),
        TrialColumnKind.Loss => trial.Progress?.Loss ?? trial.Last?.TrainLoss,
        TrialColumnKind.Accuracy => trial.Last?.TestAccuracy,
        TrialColumnKind.Best => trial.Best,
        TrialColumnKind.Rate => trial.Progress?.ImagesPerSecond ?? trial.Last?.ImagesPerSecond,
        TrialColumnKind.Time => trial.Attempt == 0 ? null : trial.Seconds,
        TrialColumnKind.Worker => trial.Worker,
        _ => (double)trial.Number,
    };

    private static double Within(TrialProgress? progress) => progress is { Steps: > 0 } p ? (double)p.Step / p.Steps : 0;
}
