using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What a trial says to a worker that looks for the others.</summary>
/// <param name="Refused">Whether the attempt is not the trial's newest, or not a running one: then nobody will come.</param>
/// <param name="Endpoints">Where each rank listens; empty while some are missing.</param>
[GenerateSerializer, Immutable]
public sealed record MeetingAnswer([property: Id(0)] bool Refused, [property: Id(1)] ImmutableArray<string> Endpoints)
{
    /// <summary>Nobody will come.</summary>
    public static MeetingAnswer No { get; } = new(true, []);

    /// <summary>Some are missing; ask again.</summary>
    public static MeetingAnswer NotYet { get; } = new(false, []);
}
