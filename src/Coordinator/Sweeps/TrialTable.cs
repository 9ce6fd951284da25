using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// A sweep's trials that were started, by number, as they last told. Immutable. What a sweep asks at each change, how many are in a state, which are
/// unfinished and which number comes next, it knows without looking at all of them: a change costs as much with ten thousand trials as with ten.
/// </summary>
[JsonConverter(typeof(TrialTableConverter))]
internal sealed class TrialTable : IReadOnlyDictionary<int, TrialView>
{
    private readonly ImmutableSortedDictionary<int, TrialView> _all;
    private readonly ImmutableSortedSet<int> _unfinished;
    private readonly ImmutableSortedDictionary<TrialStatus, int> _counts;
    private readonly int _next;

    private TrialTable(
        ImmutableSortedDictionary<int, TrialView> all, ImmutableSortedSet<int> unfinished, ImmutableSortedDictionary<TrialStatus, int> counts, int next) =>
        (_all, _unfinished, _counts, _next) = (all, unfinished, counts, next);

    /// <summary>No trial.</summary>
    public static TrialTable Empty { get; } = new(
        ImmutableSortedDictionary<int, TrialView>.Empty, [], ImmutableSortedDictionary<TrialStatus, int>.Empty, next: 1);

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _all.IsEmpty;

    /// <summary>Their numbers, in order.</summary>
    public IEnumerable<int> Keys => _all.Keys;

    /// <summary>The trials, by number.</summary>
    public IEnumerable<TrialView> Values => _all.Values;

    /// <summary>Those that are not over, by number.</summary>
    public IEnumerable<TrialView> Unfinished => _unfinished.Select(number => _all[number]);

    /// <summary>How many are over.</summary>
    public int Finished => Count - _unfinished.Count;

    public TrialView this[int number] => _all[number];

    /// <summary>These trials, of different numbers.</summary>
    public static TrialTable Of(IEnumerable<TrialView> trials) => trials.Aggregate(Empty, (table, trial) => table.Add(trial));

    /// <summary>How many are in a state.</summary>
    public int CountOf(TrialStatus status) => _counts.GetValueOrDefault(status);

    /// <summary>The numbers up to <paramref name="total"/> that were not started, in order.</summary>
    public IEnumerable<int> NotStarted(int total) =>
        Enumerable.Range(_next, Math.Max(0, total - _next + 1)).Where(number => !_all.ContainsKey(number));

    /// <summary>The table with a trial more.</summary>
    /// <exception cref="ArgumentException">It has one of this number.</exception>
    public TrialTable Add(TrialView trial) =>
        ContainsKey(trial.Number) ? throw new ArgumentException($"Trial {trial.Number} was started before.", nameof(trial)) : Set(trial);

    /// <summary>The table with this trial, in place of what it told before.</summary>
    public TrialTable Set(TrialView trial)
    {
        var all = _all.SetItem(trial.Number, trial);
        var counts = _all.TryGetValue(trial.Number, out var before) ? Counted(_counts, before.Status, -1) : _counts;
        return new TrialTable(
            all,
            trial.Status.IsFinal() ? _unfinished.Remove(trial.Number) : _unfinished.Add(trial.Number),
            Counted(counts, trial.Status, 1),
            trial.Number == _next ? FirstNotIn(all, _next) : _next);
    }

    public bool ContainsKey(int key) => _all.ContainsKey(key);

    public bool TryGetValue(int key, [MaybeNullWhen(false)] out TrialView value) => _all.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<int, TrialView>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ImmutableSortedDictionary<TrialStatus, int> Counted(ImmutableSortedDictionary<TrialStatus, int> counts, TrialStatus status, int change) =>
        counts.SetItem(status, counts.GetValueOrDefault(status) + change);

    private static int FirstNotIn(ImmutableSortedDictionary<int, TrialView> all, int from)
    {
        var number = from;
        while (all.ContainsKey(number))
        {
            number++;
        }

        return number;
    }
}
