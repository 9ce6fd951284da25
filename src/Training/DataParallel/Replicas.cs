using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// The ranks that train one model together, as the training loop of one of them sees them: each has a copy of the model and its own
/// shard of every batch. Rank 0 is the one that keeps checkpoints and reports.
/// </summary>
/// <remarks>
/// Two groups of the same ranks: gradients are summed on a thread of their own while the backward pass goes on, and all else on the
/// training thread; in one group the order of the calls would differ from rank to rank. Belongs to one training thread.
/// </remarks>
public sealed class Replicas : IDisposable
{
    private readonly Func<StopWish> _wish;
    private readonly Action<StopWish> _agreed;

    /// <summary>Takes the groups; they are disposed with this.</summary>
    /// <param name="gradients">Sums gradients.</param>
    /// <param name="statistics">Sums all else: losses, votes, BatchNorm's statistics.</param>
    /// <param name="wish">Asked before each step and each batch of a test: what this rank wants.</param>
    /// <param name="agreed">
    /// Told what all ranks do because one of them wants it; cancels the run's token. Not called with <see cref="StopWish.None"/>.
    /// </param>
    /// <exception cref="ArgumentException">The groups are not of the same rank and world.</exception>
    public Replicas(ICollective gradients, ICollective statistics, Func<StopWish> wish, Action<StopWish> agreed)
    {
        if (gradients.Rank != statistics.Rank || gradients.WorldSize != statistics.WorldSize)
        {
            throw new ArgumentException(
                $"One group has rank {gradients.Rank} of {gradients.WorldSize}, the other {statistics.Rank} of {statistics.WorldSize}.");
        }

        (Gradients, Statistics, _wish, _agreed) = (gradients, statistics, wish, agreed);
    }

    /// <summary>This one's number, from 0.</summary>
    public int Rank => Gradients.Rank;

    /// <summary>How many there are, from 1.</summary>
    public int WorldSize => Gradients.WorldSize;

    internal ICollective Gradients { get; }

    internal ICollective Statistics { get; }

    internal bool IsAlone => WorldSize == 1;

    /// <summary>A run on one worker.</summary>
    public static Replicas Alone() => new(new LocalCollective(), new LocalCollective(), () => StopWish.None, _ => { });

    /// <summary>
    /// Ends the run here when it was cancelled. Several ranks vote, so that all end at the same step: one that went on alone would wait
    /// for the others in vain.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run ends here.</exception>
    /// <exception cref="CollectiveException">A rank is gone.</exception>
    internal void StopPoint(CancellationToken cancellationToken)
    {
        if (IsAlone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        var wish = _wish();
        Span<double> votes = [wish == StopWish.HandBack ? 1 : 0, wish == StopWish.Abandon ? 1 : 0];
        Statistics.AllReduce(votes);
        if (votes[0] + votes[1] > 0)
        {
            _agreed(votes[1] > 0 ? StopWish.Abandon : StopWish.HandBack);
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Leaves: the other ranks' calls end with an error instead of waiting for this one.</summary>
    /// <param name="reason">Told to them.</param>
    public void Abort(string reason)
    {
        Gradients.Abort(reason);
        Statistics.Abort(reason);
    }

    /// <summary>Adds numbers up over all ranks, in place.</summary>
    internal void Sum(Span<double> numbers)
    {
        if (!IsAlone)
        {
            Statistics.AllReduce(numbers);
        }
    }

    /// <summary>Waits until all ranks are here.</summary>
    internal void Barrier() => Statistics.Barrier();

    /// <summary>Gives every rank the bytes that rank 0 has.</summary>
    internal void Broadcast(Span<byte> bytes) => Statistics.Broadcast(bytes, root: 0);

    /// <summary>
    /// Gives every rank the buffers of rank 0: as in PyTorch's DistributedDataParallel, BatchNorm's running statistics are those of
    /// rank 0's shards. They matter where the model is tested or kept, and not before.
    /// </summary>
    internal void BroadcastBuffers(CifarResNet model)
    {
        if (!IsAlone)
        {
            foreach (var (_, buffer) in model.named_buffers())
            {
                Broadcast(buffer);
            }
        }
    }

    /// <summary>Gives every rank what the tensor holds at rank 0.</summary>
    internal void Broadcast(Tensor tensor)
    {
        if (tensor.device.type == TorchSharp.DeviceType.CPU)
        {
            Broadcast(tensor.bytes);
            return;
        }

        using var noGrad = no_grad();
        using var copy = tensor.detach().cpu();
        Broadcast(copy.bytes);
        tensor.copy_(copy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Gradients.Dispose();
        Statistics.Dispose();
    }
}
