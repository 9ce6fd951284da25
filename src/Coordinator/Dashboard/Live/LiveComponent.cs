using Microsoft.AspNetCore.Components;

namespace ResNet.Distributed.Coordinator.Dashboard.Live;

/// <summary>A component that shows something for as long as it is on the page, and goes on when the cluster was away for a while.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private CancellationTokenSource? _following;

    /// <summary>Why there is nothing new at the moment; null while all is well.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>Time.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Ends what was followed before, and shows each item of <paramref name="feed"/> until that ends or the component goes.</summary>
    /// <param name="feed">Begun anew after a failure.</param>
    /// <param name="show">Takes an item; the component is rendered afterwards.</param>
    /// <param name="ended">The feed has come to its end by itself.</param>
    protected async Task FollowAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> feed, Action<T> show, Action? ended = null)
    {
        Stop();
        var stop = (_following = new CancellationTokenSource()).Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in feed(stop).WithCancellation(stop))
                {
                    if (stop.IsCancellationRequested)
                    {
                        return;
                    }

                    Trouble = null;
                    show(item);
                    StateHasChanged();
                }

                if (!stop.IsCancellationRequested)
                {
                    ended?.Invoke();
                    StateHasChanged();
                }

                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Shown in place. The store is away, or a coordinator with the sweep's grain died: it will be back.
                Trouble = failure.Message;
                StateHasChanged();
                await Task.Delay(Pause, Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        GC.SuppressFinalize(this);
    }

    private void Stop()
    {
        _following?.Cancel();
        _following?.Dispose();
        _following = null;
    }
}
