using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.ServiceDefaults.Tests.Security;

public sealed class RateLimitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(50)]
    [InlineData(1000)]
    public void So_many_requests_a_second_come_together_as_the_settings_say(int perSecond)
    {
        var bucket = RateLimits.Bucket(perSecond);

        Assert.Equal(perSecond, bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds, 3);
        Assert.Equal(4 * perSecond, bucket.TokenLimit);
    }
}
