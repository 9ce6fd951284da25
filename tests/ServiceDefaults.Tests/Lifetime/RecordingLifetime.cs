using Microsoft.Extensions.Hosting;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.ServiceDefaults.Tests.Lifetime;

/// <summary>A host's lifetime and a process's end that only note what was asked of them.</summary>
internal sealed class RecordingLifetime : IHostApplicationLifetime, IProcessEnd, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource<TimeSpan> _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken ApplicationStarted => CancellationToken.None;
    public CancellationToken ApplicationStopping => _stopping.Token;
    public CancellationToken ApplicationStopped => _stopped.Token;

    /// <summary>The delay it was killed with; zero for at once.</summary>
    public Task<TimeSpan> Killed => _killed.Task;

    /// <summary>That it ended with success.</summary>
    public Task Left => _left.Task;

    public void StopApplication() => _stopping.Cancel();

    public void Finish() => _stopped.Cancel();

    public void KillAfter(TimeSpan delay) => _killed.TrySetResult(delay);

    public void Kill() => KillAfter(TimeSpan.Zero);

    public void Leave() => _left.TrySetResult();

    public Task StopRequested()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stopping.Token.Register(requested.SetResult);
        return requested.Task;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _stopped.Dispose();
    }
}
