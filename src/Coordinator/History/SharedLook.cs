namespace ResNet.Distributed.Coordinator.History;

/// <summary>Something that is looked up for several callers at once: never twice at a time, and all that wait share a look. Thread safe.</summary>
/// <typeparam name="T">What is seen.</typeparam>
/// <param name="look">Looks.</param>
/// <param name="time">For the age of a look.</param>
internal sealed class SharedLook<T>(Func<Task<T>> look, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<T>? _current;
    private Task<T>? _next;
    private long _began;

    /// <summary>The newest look if it began at most <paramref name="maxAge"/> ago, else one that begins now or later.</summary>
    public Task<T> LookAsync(TimeSpan maxAge)
    {
        lock (_gate)
        {
            if (_current is { IsFaulted: false } && time.GetElapsedTime(_began) < maxAge)
            {
                return _current;
            }

            return _next ?? (_current is { IsCompleted: false } ? _next = AfterAsync(_current) : Begin());
        }
    }

    private Task<T> Begin()
    {
        _began = time.GetTimestamp();
        return _current = look();
    }

    private async Task<T> AfterAsync(Task before)
    {
        // Whoever shares the look before sees its failure. Never on this turn: the caller has yet to note this look as the next one.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> begun;
        lock (_gate)
        {
            _next = null;
            begun = Begin();
        }

        return await begun;
    }
}
