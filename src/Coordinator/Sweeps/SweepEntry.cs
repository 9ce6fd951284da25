using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>A sweep's entry among those that are open, and so are looked after.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="grains">The index.</param>
/// <param name="logger">Hears of its end.</param>
internal sealed class SweepEntry(LiveSweep sweep, IGrainFactory grains, ILogger logger)
{
    /// <summary>Opens the sweep, and saves it.</summary>
    public async Task OpenAsync()
    {
        // In this order: an open sweep that has no state would be harmless, a sweep with state that nobody wakes would not.
        await grains.SweepIndex().OpenAsync(sweep.Name);
        await sweep.Store.SaveAsync();
    }

    /// <summary>Writes down a sweep that is over, and closes it.</summary>
    public async Task EndAsync()
    {
        // Whatever was shown before: a decision ends a sweep without any trial having told anything.
        sweep.Store.MarkStale();
        await sweep.Store.WriteAsync();
        Log.SweepEnded(logger, sweep.Name, SweepTransitions.Status(sweep.State, sweep.Total), sweep.Folder);
        await CloseAsync();
    }

    /// <summary>Closes the sweep; nobody looks after it any more.</summary>
    public Task CloseAsync() => grains.SweepIndex().CloseAsync(sweep.Name);
}
