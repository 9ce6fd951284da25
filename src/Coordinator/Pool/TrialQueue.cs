using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// Trials that wait for a worker, each once: first come, first served, but what was begun is ended before something new begins.
/// </summary>
internal sealed class TrialQueue
{
    private readonly LinkedList<TrialId> _begun = [];
    private readonly LinkedList<TrialId> _new = [];

    /// <summary>All of them, the next one first.</summary>
    public IReadOnlyCollection<TrialId> Trials => [.. _begun, .. _new];

    /// <summary>Lets a trial wait; one that waits already keeps its place.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="begun">Whether it has had a worker before.</param>
    public void Add(TrialId trial, bool begun)
    {
        if (!_begun.Contains(trial) && !_new.Contains(trial))
        {
            (begun ? _begun : _new).AddLast(trial);
        }
    }

    /// <summary>Lets a trial wait no more.</summary>
    public void Remove(TrialId trial)
    {
        _begun.Remove(trial);
        _new.Remove(trial);
    }

    /// <summary>Takes the next one out; null when nobody waits.</summary>
    public TrialId? Next()
    {
        if ((_begun.First ?? _new.First) is not { } first)
        {
            return null;
        }

        first.List!.Remove(first);
        return first.Value;
    }
}
