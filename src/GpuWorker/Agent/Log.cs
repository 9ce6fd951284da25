using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.GpuWorker.Agent;

/// <summary>What the heartbeats log.</summary>
internal static partial class Log
{
    [LoggerMessage(51, LogLevel.Warning, "The pool did not hear this worker: {Reason}")]
    public static partial void NotHeard(ILogger logger, string reason);

    [LoggerMessage(53, LogLevel.Information, "Waits for a coordinator to join the cluster")]
    public static partial void NoCoordinator(ILogger logger);

    [LoggerMessage(52, LogLevel.Warning, "Trial {Trial}: the lease of attempt {Attempt} is over; it is stopped")]
    public static partial void LeaseIsOver(ILogger logger, TrialId trial, int attempt);

    [LoggerMessage(
        56, LogLevel.Error, "A worker on another machine is called {Name} too: this one gets no trial until that one is gone; give the node another --name")]
    public static partial void NameTaken(ILogger logger, string name);
}
