namespace ResNet.Distributed.Simulation.Workers;

/// <summary>What the simulated workers log.</summary>
internal static partial class Log
{
    [LoggerMessage(81, LogLevel.Information, "Simulating {Workers} workers, epochs of {Seconds} s at {Speed} times the clock")]
    public static partial void Simulating(ILogger logger, int workers, double seconds, double speed);

    [LoggerMessage(82, LogLevel.Warning, "The pool did not hear {Worker}: {Reason}")]
    public static partial void NotHeard(ILogger logger, string worker, string reason);
}
