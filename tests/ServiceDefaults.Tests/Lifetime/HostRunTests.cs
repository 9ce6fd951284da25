using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.ServiceDefaults.Tests.Lifetime;

public sealed class HostRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_stop_while_the_host_starts_is_an_end_like_any_other()
    {
        var slow = new Starting(stop => new TaskCompletionSource().Task.WaitAsync(stop));
        var host = HostOf(slow);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();

        var run = host.RunToEndAsync();
        await slow.Started.WaitAsync(Limit);
        lifetime.StopApplication();

        await run.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_start_that_fails_by_itself_is_a_failure()
    {
        var host = HostOf(new Starting(_ => throw new OperationCanceledException("of something else")));

        await Assert.ThrowsAsync<OperationCanceledException>(() => host.RunToEndAsync().WaitAsync(Limit));
    }

    private static IHost HostOf(IHostedService service)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(service);
        return builder.Build();
    }

    private sealed class Starting(Func<CancellationToken, Task> start) : IHostedService
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _started.SetResult();
            return start(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
