namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>
/// Keeps the checkpoints of the epoch under way until its span has ended. One that becomes durable after that, as the one of its end always
/// does, is told at once, under its own epoch: on a slow disk others may have ended since. Thread safe.
/// </summary>
/// <param name="emit">Makes the span of a checkpoint under a parent, given by its traceparent.</param>
internal sealed class EpochCheckpoints(Action<string, CheckpointWritten> emit)
{
    private readonly Lock _lock = new();
    private readonly List<CheckpointWritten> _kept = [];
    private readonly Dictionary<int, string> _ended = [];
    private int? _underWay;

    /// <summary>An epoch begins.</summary>
    public void Begin(int epoch)
    {
        lock (_lock)
        {
            _underWay = epoch;
        }
    }

    /// <summary>A checkpoint is durable.</summary>
    public void Add(CheckpointWritten written)
    {
        // A checkpoint names the step that it goes on with: at the first of an epoch, it is that of the end of the epoch before.
        var epoch = written.Checkpoint.Step == 0 ? written.Checkpoint.Epoch - 1 : written.Checkpoint.Epoch;
        string? parent = null;
        lock (_lock)
        {
            if (epoch == _underWay)
            {
                _kept.Add(written);
            }
            else if (_ended.TryGetValue(epoch, out parent))
            {
                // Checkpoints become durable in their order: nothing is told of an earlier epoch any more.
                Array.ForEach([.. _ended.Keys.Where(earlier => earlier < epoch)], earlier => _ended.Remove(earlier));
            }
        }

        if (parent is not null)
        {
            emit(parent, written);
        }
    }

    /// <summary>The span of the epoch under way has ended.</summary>
    /// <param name="id">Its traceparent.</param>
    public void End(string id)
    {
        CheckpointWritten[] kept;
        lock (_lock)
        {
            kept = [.. _kept];
            _kept.Clear();
            if (_underWay is { } epoch)
            {
                _ended[epoch] = id;
            }

            _underWay = null;
        }

        Array.ForEach(kept, written => emit(id, written));
    }
}
