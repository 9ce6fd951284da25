using ResNet.Distributed.Coordinator.Trials;
using static ResNet.Distributed.Coordinator.Tests.Trials.TrialSamples;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class TrialJournalTests
{
    private static readonly TrialState Running = After(new TrialEvent.Started(Spec(epochs: 5), Now), Granted(1));

    [Fact]
    public void Reports_lead_from_a_state_to_the_later_one()
    {
        var later = Apply(Running, Done(1, 0), Done(1, 1), Done(1, 2));

        var reports = TrialJournal.Between(Running, later)!.Value;
        var (replayed, isOpen) = TrialJournal.Replay(Running, reports);

        Assert.Equal(3, reports.Length);
        Assert.False(isOpen);
        Assert.Equal(later.Epochs, replayed.Epochs.AsEnumerable());
        Assert.Equal(later with { Epochs = replayed.Epochs }, replayed);
    }

    [Fact]
    public void Stored_and_read_they_are_the_same()
    {
        var report = TrialJournal.Between(Running, Apply(Running, Done(1, 0)))!.Value[0];

        Assert.Equal(report, JournalEntry.Of(report.Stored.Key, report.Stored.Value));
        Assert.Equal(new JournalEntry(7, null), JournalEntry.Of(7, new JournalEntry(7, null).Stored.Value));
    }

    public static TheoryData<string> Others => new(OtherEvents.Keys);

    private static Dictionary<string, TrialEvent[]> OtherEvents => new()
    {
        ["nothing"] = [],
        ["a note"] = [new TrialEvent.Noted(1, "begins again")],
        ["a report and a note"] = [Done(1, 0), new TrialEvent.Noted(1, "begins again")],
        ["a report that is known"] = [Done(1, 0), Done(1, 0, 0.75)],
        ["a report and the end"] = [Done(1, 0), Ended(1, Contracts.Trials.AttemptOutcome.HandedBack)],
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Where_anything_else_has_happened_there_are_none(string what) =>
        Assert.Null(TrialJournal.Between(Running, Apply(Running, OtherEvents[what])));

    [Fact]
    public void What_a_state_has_in_it_already_changes_nothing()
    {
        var later = Apply(Running, Done(1, 0), Done(1, 1));
        var reports = TrialJournal.Between(Running, later)!.Value;

        Assert.Equal((later, false), TrialJournal.Replay(later, reports));
        Assert.Equal(later.Epochs, TrialJournal.Replay(Apply(Running, Done(1, 0)), reports).State.Epochs.AsEnumerable());
    }

    [Fact]
    public void After_a_mark_the_state_is_open()
    {
        var (state, isOpen) = TrialJournal.Replay(Running, [new JournalEntry(Running.Revision + 1, null)]);

        Assert.True(isOpen);
        Assert.Equal(Running with { Revision = Running.Revision + 1 }, state);
    }

    [Fact]
    public void Reports_that_do_not_follow_are_refused_with_what_was_found()
    {
        var second = TrialJournal.Between(Running, Apply(Running, Done(1, 0), Done(1, 1)))!.Value[1];

        var failure = Assert.Throws<InvalidDataException>(() => TrialJournal.Replay(Running, [second]));

        Assert.Contains("sweep/1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("found epoch 1 of attempt 1 as revision 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_read_is_named()
    {
        var failure = Assert.Throws<InvalidDataException>(() => JournalEntry.Of(12, "{\"attempt\":1"u8.ToArray()));

        Assert.Contains("revision 12", failure.Message, StringComparison.Ordinal);
    }

    private static TrialState Apply(TrialState state, params TrialEvent[] events) => events.Aggregate(state, (next, what) =>
    {
        (next, var taken) = TrialTransitions.Apply(next, what);
        Assert.True(taken, $"{what} was refused");
        return next;
    });
}
