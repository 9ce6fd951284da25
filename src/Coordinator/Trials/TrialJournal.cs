using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// A trial's reports as steps from one of its states to a later one: pure functions. With every step the revision grows by one, so that steps that a
/// state has in it already can be told from those that it lacks.
/// </summary>
internal static class TrialJournal
{
    /// <summary>The reports that lead from one state to a later one; null where anything else has happened in between.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    public static ImmutableArray<JournalEntry>? Between(TrialState before, TrialState after)
    {
        var count = after.Epochs.Length - before.Epochs.Length;

        // Nothing else makes a trial's epochs more: where each event did, each was a report of another epoch.
        if (count <= 0 || after.Revision - before.Revision != count)
        {
            return null;
        }

        return
        [
            .. Enumerable.Range(1, count).Select(step => new JournalEntry(
                before.Revision + step,
                new EpochReport
                {
                    Attempt = after.Attempt,
                    Metrics = after.Epochs[before.Epochs.Length + step - 1],
                    Data = after.Data!,
                    Checkpoint = after.Checkpoint,
                })),
        ];
    }

    /// <summary>The state that entries lead to, in the order of their revisions. Those that it has in it already change nothing.</summary>
    /// <returns>
    /// The state, and whether someone was about to write it whole and has not done so: what was to be written is not known, was told to nobody, and
    /// may yet come.
    /// </returns>
    /// <exception cref="InvalidDataException">They do not lead on from it.</exception>
    public static (TrialState State, bool IsOpen) Replay(TrialState state, IEnumerable<JournalEntry> entries)
    {
        var isOpen = false;
        foreach (var (revision, report) in entries.Where(entry => entry.Revision > state.Revision))
        {
            (var next, isOpen) = report is null
                ? (state with { Revision = state.Revision + 1 }, true)
                : (TrialTransitions.Apply(state, new TrialEvent.EpochDone(report)).State, isOpen);
            if (next.Revision != revision || (isOpen && report is not null))
            {
                throw new InvalidDataException(
                    $"What is stored of trial {state.Spec?.Id} does not fit together: found {(report is null ? "a mark" : $"epoch {report.Metrics.Epoch} of attempt {report.Attempt}")} "
                    + $"as revision {revision}; the state before has {state.Epochs.Length} epochs, is in attempt {state.Attempt}, and has revision {state.Revision}.");
            }

            state = next;
        }

        return (state, isOpen);
    }
}
