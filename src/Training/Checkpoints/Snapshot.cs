using ResNet.Distributed.Training.Loop;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>
/// A copy of a run's state in the CPU's memory, which is written while the training goes on. The memory of the large tensors is
/// taken once, page-locked where they are copied from a GPU, and filled again for each checkpoint.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    private readonly List<(string Name, Tensor Tensor)> _fixed;
    private readonly List<(string Name, Tensor Tensor)> _varying = [];

    /// <summary>Takes the memory.</summary>
    public Snapshot(TrainingState state)
    {
        var pinned = state.Device.type == TorchSharp.DeviceType.CUDA;
        _fixed = [.. StateTensors.Of(state).Select(t => (t.Name, Buffer(t.Tensor, pinned)))];
    }

    /// <summary>The tensors as of the last copy.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Tensors => [.. _fixed, .. _varying];

    /// <summary>Copies the state as it is now.</summary>
    public void Copy(TrainingState state)
    {
        using var noGrad = no_grad();
        foreach (var ((_, buffer), (_, live)) in _fixed.Zip(StateTensors.Of(state)))
        {
            buffer.copy_(live);
        }

        FreeVarying();
        _varying.Add((StateTensors.Generator, get_rng_state().DetachFromDisposeScope()));
        _varying.Add((StateTensors.Losses, tensor(state.Progress.Losses.ToArray()).DetachFromDisposeScope()));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        FreeVarying();
        _fixed.ForEach(t => t.Tensor.Dispose());
    }

    private static Tensor Buffer(Tensor live, bool pinned)
    {
        var buffer = empty(live.shape, live.dtype, CPU).DetachFromDisposeScope();
        if (!pinned)
        {
            return buffer;
        }

        using (buffer)
        {
            return buffer.pin_memory().DetachFromDisposeScope();
        }
    }

    private void FreeVarying()
    {
        _varying.ForEach(t => t.Tensor.Dispose());
        _varying.Clear();
    }
}
