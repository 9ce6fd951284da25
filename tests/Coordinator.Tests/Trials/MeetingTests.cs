using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class MeetingTests
{
    private readonly Meeting _meeting = new();

    [Fact]
    public void Who_asks_is_told_when_all_are_there()
    {
        Assert.Same(MeetingAnswer.NotYet, Ask(rank: 0, "here"));

        Assert.Equal(["here", "there"], Ask(rank: 1, "there").Endpoints);
        Assert.Equal(["here", "there"], Ask(rank: 0, "here").Endpoints);
    }

    [Fact]
    public void Channels_do_not_mix_and_an_older_attempts_places_are_forgotten()
    {
        Ask(rank: 0, "here", "gradients");
        Assert.Same(MeetingAnswer.NotYet, Ask(rank: 1, "there", "statistics"));

        Assert.Same(MeetingAnswer.NotYet, _meeting.Answer(State(attempt: 2), new MeetingRequest(2, "gradients", 1, "there")));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(1, -1)]
    public void Another_attempts_worker_or_a_rank_that_does_not_exist_is_refused(int attempt, int rank) =>
        Assert.True(_meeting.Answer(State(attempt: 1), new MeetingRequest(attempt, "gradients", rank, "here")).Refused);

    [Fact]
    public void Nobody_meets_for_a_trial_that_does_not_run_or_says_more_than_an_endpoint()
    {
        Assert.True(_meeting.Answer(new TrialState(), new MeetingRequest(0, "gradients", 0, "here")).Refused);
        Assert.True(Ask(rank: 0, new string('x', MeetingRequest.LongestEndpoint + 1)).Refused);
    }

    private static TrialState State(int attempt) => new()
    {
        Lease = TrialSamples.LeaseOf(attempt) with { Workers = [new WorkerId("a", "silo"), new WorkerId("b", "silo")] },
        Attempts = [.. Enumerable.Range(1, attempt).Select(number => new AttemptRecord(number, "a, b", TrialSamples.Now, null, null))],
    };

    private MeetingAnswer Ask(int rank, string endpoint, string channel = "gradients") =>
        _meeting.Answer(State(attempt: 1), new MeetingRequest(1, channel, rank, endpoint));
}
