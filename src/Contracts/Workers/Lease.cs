using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>Workers given to a trial, all at once, until they are released or one of them is lost.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Trial">Who has them.</param>
/// <param name="Workers">What it has, by rank.</param>
[GenerateSerializer, Immutable]
public sealed record Lease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] TrialId Trial,
    [property: Id(2)] ImmutableArray<WorkerId> Workers)
{
    /// <summary>What all of the workers have loaded; null where they did not tell.</summary>
    [Id(3)]
    public DataContent? Data { get; init; }

    /// <summary>The workers' names by rank, for people: <c>worker-0, worker-1</c>.</summary>
    public string Names => string.Join(", ", Workers.Select(worker => worker.Name));
}
