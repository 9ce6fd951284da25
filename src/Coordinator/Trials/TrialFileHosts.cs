using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>Who may have files that a trial has left, or that it goes on from.</summary>
/// <param name="trial">The trial.</param>
/// <param name="archive">This process.</param>
/// <param name="grains">The pool, and other trials.</param>
internal sealed class TrialFileHosts(LiveTrial trial, TrialArchive archive, IGrainFactory grains)
{
    private TrialState State => trial.State;

    /// <summary>The newest attempt's rank 0, which has what it leaves.</summary>
    public async Task<TrialFileAccess> OfNewestAttemptAsync()
    {
        if (State.FilesToken is not { } token)
        {
            return TrialFileAccess.None;
        }

        var worker = State.Attempts[^1].Worker.Split(", ")[0];
        return new TrialFileAccess(token, (await grains.WorkerPool().GetFileHostsAsync()).RemoveAll(host => host.Name != worker));
    }

    /// <summary>Whoever trained it before, and whoever shares that one's folder; those who have nothing say so at once.</summary>
    public async Task<TrialFileAccess> OfEarlierAttemptsAsync() =>
        new(State.FilesToken ?? "", State.Attempt < 2 ? [] : await AllAsync());

    /// <summary>
    /// The trial whose weights it took over last, and who may have them; null where it took over none. Named in every attempt since: which of the
    /// trial's own checkpoints are of those weights is told by it, and it has none before the first of these attempts has written one.
    /// </summary>
    public async Task<TrialOrigin?> OriginAsync()
    {
        if (State.Lineage.IsEmpty)
        {
            return null;
        }

        var (exploit, attempt) = State.Lineage[^1];
        var parent = new TrialId(trial.Id.Sweep, exploit.Parent);
        var access = await grains.Trial(parent).GetFileAccessAsync();
        return new TrialOrigin
        {
            Trial = parent,
            Epoch = exploit.Epoch,
            Attempt = attempt,
            Epochs = [.. State.Epochs.Take(exploit.Epoch)],
            Files = access with { Hosts = await AllAsync() },
        };
    }

    private async Task<ImmutableArray<FileHost>> AllAsync() =>
        [.. (await grains.WorkerPool().GetFileHostsAsync()).Concat(archive.Own is { } own ? [own] : [])];
}
