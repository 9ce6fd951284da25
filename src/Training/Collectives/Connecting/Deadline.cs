namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>A moment after which waiting has no use.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Time left; zero or less once it has passed.</summary>
    public TimeSpan Left => limit - time.GetElapsedTime(_start);

    /// <summary>The earlier one of this and one that is so far away.</summary>
    public Deadline AtMost(TimeSpan other) => new(time, Left < other ? Left : other);

    /// <summary>Time left as sockets want it, at least 1 ms.</summary>
    /// <exception cref="TimeoutException">It has passed.</exception>
    public int Milliseconds()
    {
        var left = Left;
        return left > TimeSpan.Zero ? Math.Max(1, (int)left.TotalMilliseconds) : throw new TimeoutException("it took too long");
    }
}
