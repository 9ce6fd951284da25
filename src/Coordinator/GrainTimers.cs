namespace ResNet.Distributed.Coordinator;

/// <summary>Has something done once, on a turn of a grain that stays in memory until then.</summary>
/// <param name="act">What.</param>
/// <param name="due">After how long.</param>
internal delegate IGrainTimer OnceAfter(Func<Task> act, TimeSpan due);

/// <summary>Timers of grains.</summary>
internal static class GrainTimers
{
    /// <summary>An <see cref="Coordinator.OnceAfter"/> of this grain.</summary>
    public static IGrainTimer OnceAfter(this IGrainBase grain, Func<Task> act, TimeSpan due) =>
        grain.RegisterGrainTimer(act, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
}
