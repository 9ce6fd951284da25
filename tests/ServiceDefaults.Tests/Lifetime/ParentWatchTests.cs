using System.IO.Pipes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.ServiceDefaults.Tests.Lifetime;

public sealed class ParentWatchTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly RecordingLifetime _lifetime = new();

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task The_process_stops_and_is_killed_later_when_the_launcher_closes_the_pipe()
    {
        var launcher = new AnonymousPipeServerStream(PipeDirection.Out);
        var child = new AnonymousPipeClientStream(PipeDirection.In, launcher.ClientSafePipeHandle);
        var watch = new ParentWatch(() => child, _lifetime, _lifetime, TimeSpan.FromSeconds(5), NullLogger<ParentWatch>.Instance);
        var stopRequested = _lifetime.StopRequested();
        await watch.StartAsync(CancellationToken.None);

        launcher.WriteByte(1);
        Assert.False(stopRequested.IsCompleted);
        Assert.False(_lifetime.Killed.IsCompleted);

        launcher.Dispose();
        await stopRequested.WaitAsync(Deadline);
        Assert.Equal(TimeSpan.FromSeconds(5), await _lifetime.Killed.WaitAsync(Deadline));
    }

    [Fact]
    public void It_is_off_when_nobody_holds_the_other_end()
    {
        var services = new ServiceCollection().AddParentWatch(Configuration(null));

        Assert.DoesNotContain(services, s => s.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void It_is_on_when_the_launcher_says_so()
    {
        var services = new ServiceCollection().AddParentWatch(Configuration("stdin"));

        Assert.Single(services, s => s.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void An_unknown_pipe_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddParentWatch(Configuration("fd:7")));

        Assert.Contains("'fd:7'", error.Message);
    }

    private static IConfiguration Configuration(string? pipe) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Launcher:ParentPipe", pipe)]).Build();
}
