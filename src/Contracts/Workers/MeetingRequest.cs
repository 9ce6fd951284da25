namespace ResNet.Distributed.Contracts.Workers;

/// <summary>A worker looks for the other workers of its attempt.</summary>
/// <param name="Attempt">The attempt's number; an older one is refused.</param>
/// <param name="Channel">What they will talk about: they meet once for each.</param>
/// <param name="Rank">The worker's number, from 0.</param>
/// <param name="Endpoint">Where it listens, in a form that only the workers understand; at most <see cref="LongestEndpoint"/> characters.</param>
[GenerateSerializer, Immutable]
public sealed record MeetingRequest(
    [property: Id(0)] int Attempt,
    [property: Id(1)] string Channel,
    [property: Id(2)] int Rank,
    [property: Id(3)] string Endpoint)
{
    /// <summary>No worker needs more.</summary>
    public const int LongestEndpoint = 4096;
}
