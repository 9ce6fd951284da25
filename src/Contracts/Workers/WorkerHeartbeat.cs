namespace ResNet.Distributed.Contracts.Workers;

/// <summary>Sent by every worker once a second, and at once when what it holds changes.</summary>
/// <param name="Worker">Who. The first heartbeat is the registration.</param>
/// <param name="Running">What it holds; null when idle.</param>
/// <param name="Leaving">Whether it is about to leave and takes nothing new.</param>
[GenerateSerializer, Immutable]
public sealed record WorkerHeartbeat(
    [property: Id(0)] WorkerInfo Worker,
    [property: Id(1)] RunningAttempt? Running,
    [property: Id(2)] bool Leaving);
