using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>The checkpoint of another trial from which a trial goes on, until it has some of its own.</summary>
[GenerateSerializer, Immutable]
public sealed record TrialOrigin
{
    /// <summary>The other trial.</summary>
    [Id(0)]
    public required TrialId Trial { get; init; }

    /// <summary>How many epochs the checkpoint has done; it is of no step of the next one.</summary>
    [Id(1)]
    public required int Epoch { get; init; }

    /// <summary>The newest attempt by then of the trial that goes on: what its attempts up to this one have left is not gone on from.</summary>
    [Id(2)]
    public required int Attempt { get; init; }

    /// <summary>The trial's own epochs by then, which stay its own: those in the checkpoint are the other's.</summary>
    [Id(3)]
    public required ImmutableArray<EpochMetrics> Epochs { get; init; }

    /// <summary>Where the other trial's files may be.</summary>
    [Id(4)]
    public TrialFileAccess Files { get; init; } = TrialFileAccess.None;

    /// <summary>All epochs of the trial that goes on, where those of a checkpoint begin with the other's.</summary>
    /// <param name="kept">The checkpoint's epochs.</param>
    public ImmutableArray<EpochMetrics> OwnEpochs(IEnumerable<EpochMetrics> kept) => [.. Epochs, .. kept.Skip(Epoch)];
}
