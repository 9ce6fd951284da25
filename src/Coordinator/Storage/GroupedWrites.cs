using StackExchange.Redis;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// Writes to the store in groups: what comes while a group is on its way to the store and back goes with the next one. A group crosses the network
/// together, and a store that brings writes to its disk before it answers does so once for all of it. Thread safe.
/// </summary>
/// <param name="database">The store.</param>
internal sealed class GroupedWrites(Func<IDatabase> database)
{
    private readonly Lock _lock = new();
    private List<Write> _waiting = [];
    private bool _isSending;

    /// <summary>Sets a field of a hash that is not there yet, with the next group.</summary>
    /// <returns>False where it is there, and stays as it is.</returns>
    public Task<bool> AddAsync(RedisKey hash, RedisValue field, RedisValue value)
    {
        var write = new Write(hash, field, value);
        lock (_lock)
        {
            _waiting.Add(write);
            if (_isSending)
            {
                return write.Done.Task;
            }

            _isSending = true;
        }

        _ = SendAllAsync();
        return write.Done.Task;
    }

    private async Task SendAllAsync()
    {
        while (Next() is { Count: > 0 } group)
        {
            await SendAsync(group).ConfigureAwait(false);
        }
    }

    private List<Write> Next()
    {
        lock (_lock)
        {
            var group = _waiting;
            _waiting = [];
            _isSending = group.Count > 0;
            return group;
        }
    }

    private async Task SendAsync(List<Write> group)
    {
        try
        {
            var batch = database().CreateBatch();
            var answers = group.ConvertAll(write => batch.HashSetAsync(write.Hash, write.Field, write.Value, When.NotExists));
            batch.Execute();
            for (var i = 0; i < group.Count; i++)
            {
                await ((Task)answers[i]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                group[i].Done.SetFromTask(answers[i]);
            }
        }
        catch (Exception failure)
        {
            // It was not even sent; who has an answer already is not told otherwise.
            group.ForEach(write => write.Done.TrySetException(failure));
        }
    }

    private sealed record Write(RedisKey Hash, RedisValue Field, RedisValue Value)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
