using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class AttemptSlotTests
{
    private readonly AttemptSlot _slot = new();

    [Fact]
    public void A_slot_holds_one_attempt()
    {
        Assert.Equal(SlotAnswer.Filled, _slot.TryFill(Attempt(1)));
        Assert.Equal(SlotAnswer.AlreadyHeld, _slot.TryFill(Attempt(1)));
        Assert.Equal(SlotAnswer.Occupied, _slot.TryFill(Attempt(2)));
    }

    [Fact]
    public void An_emptied_slot_takes_the_next()
    {
        _slot.TryFill(Attempt(1));
        _slot.Empty(_slot.Held!);

        Assert.Equal(SlotAnswer.Filled, _slot.TryFill(Attempt(2)));
    }

    [Fact]
    public void An_attempt_that_is_over_is_not_begun_again()
    {
        _slot.TryFill(Attempt(2));
        _slot.Empty(_slot.Held!);

        Assert.Equal(SlotAnswer.AlreadyEnded, _slot.TryFill(Attempt(2)));
        Assert.Equal(SlotAnswer.AlreadyEnded, _slot.TryFill(Attempt(1)));
        Assert.Null(_slot.Held);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_stop_by_order_outranks_a_hand_back_whichever_comes_first(bool first, bool second)
    {
        var attempt = new HeldAttempt(Attempt(1));

        attempt.Stop(first);
        attempt.Stop(second);

        Assert.False(attempt.HandBack);
    }

    [Fact]
    public void Being_handed_back_twice_is_being_handed_back()
    {
        var attempt = new HeldAttempt(Attempt(1));

        attempt.Stop(handBack: true);
        attempt.Stop(handBack: true);

        Assert.True(attempt.HandBack);
    }

    [Fact]
    public void A_stop_reaches_the_named_attempt_only()
    {
        _slot.TryFill(Attempt(2));

        _slot.Stop(new TrialId("sweep", 1), 1, handBack: false);
        Assert.False(_slot.Held!.Stopped.IsCancellationRequested);
        _slot.Stop(new TrialId("sweep", 1), 2, handBack: false);
        Assert.True(_slot.Held.Stopped.IsCancellationRequested);
        Assert.False(_slot.Held.HandBack);
    }

    [Fact]
    public void A_closed_slot_hands_back_what_it_holds_and_takes_nothing()
    {
        _slot.TryFill(Attempt(1));

        _slot.Close();

        Assert.True(_slot.Held!.Stopped.IsCancellationRequested);
        Assert.True(_slot.Held.HandBack);
        _slot.Empty(_slot.Held);
        Assert.Equal(SlotAnswer.Closed, _slot.TryFill(Attempt(2)));
    }

    [Fact]
    public void Every_change_wakes_those_who_wait()
    {
        var filled = _slot.Changed;
        _slot.TryFill(Attempt(1));
        Assert.True(filled.IsCompleted);

        var emptied = _slot.Changed;
        Assert.False(emptied.IsCompleted);
        _slot.Empty(_slot.Held!);
        Assert.True(emptied.IsCompleted);

        var closed = _slot.Changed;
        _slot.Close();
        Assert.True(closed.IsCompleted);
    }

    [Fact]
    public void Only_what_is_held_can_be_taken_out()
    {
        _slot.TryFill(Attempt(1));
        var first = _slot.Held!;
        _slot.Empty(first);

        Assert.Throws<InvalidOperationException>(() => _slot.Empty(first));
    }

    private static Assignment Attempt(int number) => SampleAssignment.Of(number);
}
