using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// What has happened to a trial, as steps from one of its states to a later one: pure functions. A step is known by the revision that follows that of
/// the state from which it leads on, so that steps that a state has in it already can be told from those that it lacks.
/// </summary>
internal static class TrialJournal
{
    /// <summary>The steps that lead from a state to a later one: reports, as long as nothing else has happened, or the later state as a whole.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    public static ImmutableArray<KeyValuePair<long, JournalEntry>> Between(TrialState before, TrialState after)
    {
        var count = after.Epochs.Length - before.Epochs.Length;

        // Nothing but a report makes a trial's epochs more: where each event did, each was one.
        return count <= 0 || after.Revision - before.Revision != count
            ? [new(before.Revision + 1, JournalEntry.Of(after))]
            : [.. Enumerable.Range(1, count).Select(step => new KeyValuePair<long, JournalEntry>(
                before.Revision + step, JournalEntry.Of(Report(after, before.Epochs.Length + step - 1))))];
    }

    /// <summary>The state that steps lead to, in the order of their revisions. Those that it has in it already change nothing.</summary>
    /// <exception cref="InvalidDataException">They do not lead on from it.</exception>
    public static TrialState Replay(TrialState state, IEnumerable<KeyValuePair<long, JournalEntry>> steps)
    {
        foreach (var (revision, entry) in steps)
        {
            if (revision <= state.Revision)
            {
                continue;
            }

            var next = entry.State ?? TrialTransitions.Apply(state, new TrialEvent.EpochDone(entry.Report!)).State;
            if (revision != state.Revision + 1 || next.Revision < revision)
            {
                var found = entry.Report is { } report ? $"epoch {report.Metrics.Epoch} of attempt {report.Attempt}" : "a state";
                throw new InvalidDataException(
                    $"What is stored of trial {state.Spec?.Id} does not fit together: found {found} as revision {revision}, after a state of revision "
                    + $"{state.Revision} with {state.Epochs.Length} epochs in attempt {state.Attempt}.");
            }

            state = next;
        }

        return state;
    }

    private static EpochReport Report(TrialState state, int epoch) => new()
    {
        Attempt = state.Attempt,
        Metrics = state.Epochs[epoch],
        Data = state.Data!,
        Checkpoint = state.Checkpoint,
    };
}
