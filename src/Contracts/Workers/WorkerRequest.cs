using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>A trial wants workers.</summary>
/// <param name="Trial">Who wants them.</param>
/// <param name="Sizes">The numbers of workers that it can have, the smallest first, at least one; it gets the largest that is free.</param>
[GenerateSerializer, Immutable]
public sealed record WorkerRequest([property: Id(0)] TrialId Trial, [property: Id(1)] ImmutableArray<int> Sizes)
{
    /// <summary>Whether it has had workers before.</summary>
    [Id(2)]
    public bool Begun { get; init; }

    /// <summary>Its sweep's priority; the highest comes first.</summary>
    [Id(3)]
    public int Priority { get; init; }

    /// <summary>
    /// The lease of its newest attempt that is over; null before there is one. It is given up with the request, so that nobody else gets its
    /// workers in between.
    /// </summary>
    [Id(4)]
    public Guid? Ended { get; init; }

    /// <summary>The images that the workers must have loaded; null where the sweep has none yet.</summary>
    [Id(5)]
    public DataContent? Data { get; init; }

    /// <summary>With fewer workers it waits.</summary>
    public int Least => Sizes[0];

    /// <summary>The most that it takes of so many; 0 where they are too few.</summary>
    public int SizeFor(int free) => Sizes.LastOrDefault(size => size <= free);
}
