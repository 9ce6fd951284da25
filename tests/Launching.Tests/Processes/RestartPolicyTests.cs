using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests.Processes;

public sealed class RestartPolicyTests
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_death_waits_twice_as_long_and_the_seventh_within_a_minute_is_the_end()
    {
        var policy = RestartPolicy.Start;
        var delays = new List<double?>();
        for (var death = 0; death < 7; death++)
        {
            policy = policy.Died(Origin.AddSeconds(death));
            delays.Add(policy.Delay?.TotalSeconds);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 10, null], delays);
    }

    [Fact]
    public void A_death_a_minute_ago_is_forgotten()
    {
        var policy = RestartPolicy.Start;
        for (var death = 0; death < 100; death++)
        {
            policy = policy.Died(Origin.AddSeconds(61 * death));
            Assert.Equal(TimeSpan.FromSeconds(0.5), policy.Delay);
        }
    }

    [Fact]
    public void Where_nobody_watches_there_is_no_end()
    {
        var policy = RestartPolicy.Endless;
        for (var death = 0; death < 100; death++)
        {
            policy = policy.Died(Origin.AddSeconds(death));
        }

        Assert.Equal(TimeSpan.FromSeconds(10), policy.Delay);
    }

    [Fact]
    public void Four_deaths_a_minute_go_on_for_ever()
    {
        var policy = RestartPolicy.Start;
        for (var death = 0; death < 100; death++)
        {
            policy = policy.Died(Origin.AddSeconds(15 * death));
            Assert.NotNull(policy.Delay);
        }
    }
}
