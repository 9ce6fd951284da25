using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Makes every rank's run what rank 0's is, which alone has read the checkpoint: no other rank needs the folder.</summary>
internal static class StateExchange
{
    /// <summary>The seed of rank 0.</summary>
    public static long Seed(long seed, Replicas replicas)
    {
        Span<long> shared = [seed];
        replicas.Broadcast(MemoryMarshal.AsBytes(shared));
        return shared[0];
    }

    /// <summary>
    /// Position, weights, buffers and optimizer of rank 0. What was before the position (results, losses, the sums of the epoch under way)
    /// stays with rank 0, which alone reports.
    /// </summary>
    public static void All(TrainingState state, Replicas replicas)
    {
        if (replicas.IsAlone)
        {
            return;
        }

        var progress = state.Progress;
        Span<long> position = [progress.Seed, progress.Epoch, progress.Step, state.Optimizer.Step];
        replicas.Broadcast(MemoryMarshal.AsBytes(position));
        if (replicas.Rank > 0)
        {
            state.Progress = new RunProgress(
                position[0], progress.InitialWeightsSha256, (int)position[1], (int)position[2], default, [], []);
            state.Optimizer.Step = position[3];
        }

        replicas.Broadcast(state.Parameters.Values);
        foreach (var (_, tensor) in state.Optimizer.State)
        {
            replicas.Broadcast(tensor);
        }

        replicas.BroadcastBuffers(state.Model);
    }
}
