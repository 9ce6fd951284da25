namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// How often something is written that changes all the time and is large: at once after a quiet while, else once a second, and never for
/// more than a tenth of the time. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class WritePace(TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int Share = 10;

    private long _began;
    private TimeSpan _pause;

    /// <summary>How long the next write has to wait; zero for not at all.</summary>
    public TimeSpan Wait
    {
        get
        {
            var left = _pause - time.GetElapsedTime(_began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Writes now, and notes how long that took.</summary>
    public async Task WriteAsync(Func<Task> write)
    {
        (_began, _pause) = (time.GetTimestamp(), Period);
        var began = _began;
        await write();
        var rest = time.GetElapsedTime(began) * Share;
        _pause = rest > Period ? rest : Period;
    }
}
