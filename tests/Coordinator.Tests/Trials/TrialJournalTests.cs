using System.Text;
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

        var steps = TrialJournal.Between(Running, later);
        var replayed = TrialJournal.Replay(Running, steps);

        Assert.Equal([3L, 4, 5], steps.Select(step => step.Key));
        Assert.All(steps, step => Assert.NotNull(step.Value.Report));
        Assert.Equal(later.Epochs, replayed.Epochs.AsEnumerable());
        Assert.Equal(later with { Epochs = replayed.Epochs }, replayed);
    }

    [Fact]
    public void Stored_and_read_they_are_the_same()
    {
        var (revision, step) = TrialJournal.Between(Running, Apply(Running, Done(1, 0)))[0];

        Assert.Equal(step, JournalEntry.Parse(revision, step.ToStored()));
        Assert.Equal(JournalEntry.Of(Running).ToStored().ToArray(), JournalEntry.Parse(7, JournalEntry.Of(Running).ToStored()).ToStored().ToArray());
    }

    public static TheoryData<string> Others => new(OtherEvents.Keys);

    private static Dictionary<string, TrialEvent[]> OtherEvents => new()
    {
        ["a note"] = [new TrialEvent.Noted(1, "begins again")],
        ["a report and a note"] = [Done(1, 0), new TrialEvent.Noted(1, "begins again")],
        ["a report that is known"] = [Done(1, 0), Done(1, 0, 0.75)],
        ["a report and the end"] = [Done(1, 0), Ended(1, Contracts.Trials.AttemptOutcome.HandedBack)],
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Where_anything_else_has_happened_it_is_the_state_as_a_whole(string what)
    {
        var later = Apply(Running, OtherEvents[what]);

        var step = Assert.Single(TrialJournal.Between(Running, later));

        Assert.Equal((Running.Revision + 1, later), (step.Key, step.Value.State));
        Assert.Same(later, TrialJournal.Replay(Running, [step]));
    }

    [Fact]
    public void What_a_state_has_in_it_already_changes_nothing()
    {
        var later = Apply(Running, Done(1, 0), Done(1, 1));
        var steps = TrialJournal.Between(Running, later);

        Assert.Same(later, TrialJournal.Replay(later, steps));
        Assert.Equal(later.Epochs, TrialJournal.Replay(Apply(Running, Done(1, 0)), steps).Epochs.AsEnumerable());
    }

    [Fact]
    public void Reports_that_do_not_follow_are_refused_with_what_was_found()
    {
        var second = TrialJournal.Between(Running, Apply(Running, Done(1, 0), Done(1, 1)))[1];

        var failure = Assert.Throws<InvalidDataException>(() => TrialJournal.Replay(Running, [second]));

        Assert.Contains("sweep/1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("found epoch 1 of attempt 1 as revision 4", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"report\":{\"attempt\":1")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public void What_cannot_be_read_is_named(string stored)
    {
        var failure = Assert.Throws<InvalidDataException>(() => JournalEntry.Parse(12, Encoding.UTF8.GetBytes(stored)));

        Assert.Contains("revision 12", failure.Message, StringComparison.Ordinal);
    }

    private static TrialState Apply(TrialState state, params TrialEvent[] events) => events.Aggregate(state, (next, what) =>
    {
        (next, var taken) = TrialTransitions.Apply(next, what);
        Assert.True(taken, $"{what} was refused");
        return next;
    });
}
