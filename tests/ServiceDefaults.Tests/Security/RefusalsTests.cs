using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.ServiceDefaults.Tests.Security;

public sealed class RefusalsTests
{
    [Fact]
    public void A_flood_is_two_lines_a_minute_and_the_next_one_is_told_anew()
    {
        var (time, log) = (new FakeTimeProvider(), new Lines());
        using var refusals = new Refusals(time, log);
        var client = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("10.0.0.7") } };

        Parallel.For(0, 10_000, _ => refusals.Count(RefusalKind.WrongKey, client));
        refusals.Count(RefusalKind.NoKey, client);

        Assert.Equal(2, log.Count);
        Assert.Contains(log, line => line.Contains("10.0.0.7: it had a wrong key", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, log.Count);
        Assert.Contains(log, line => line.StartsWith("Refused 9999 more", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromMinutes(10));
        refusals.Count(RefusalKind.WrongKey, client);
        Assert.Equal(4, log.Count);
    }

    private sealed class Lines : ConcurrentQueue<string>, ILogger<Refusals>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue(formatter(state, exception));
    }
}
