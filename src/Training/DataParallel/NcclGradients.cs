using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// Gradients on a GPU that are summed there, by NCCL. The ranks meet through their group, which also tells when one of them is gone: NCCL
/// itself would wait for it.
/// </summary>
internal sealed class NcclGradients : IGradientMemory
{
    private readonly NcclLibrary _nccl;
    private readonly nint _communicator;
    private readonly nint _numbers;
    private readonly CancellationTokenRegistration _broken;
    private int _ended;

    /// <summary>Takes the memory, and joins the other ranks.</summary>
    public NcclGradients(NcclLibrary nccl, Replicas replicas, int count, Device device)
    {
        _nccl = nccl;
        Span<NcclLibrary.UniqueId> id = [replicas.Rank == 0 ? nccl.NewId() : default];
        replicas.Broadcast(MemoryMarshal.AsBytes(id));
        _communicator = nccl.Join(id[0], replicas.Rank, replicas.WorldSize);
        Tensor = zeros([count], ScalarType.Float32, device).DetachFromDisposeScope();
        _numbers = Address(Tensor);
        _broken = replicas.Gradients.Broken.Register(End);
    }

    public string Transport => "nccl";

    public Tensor Tensor { get; }

    public void Sum(int start, int count) => _nccl.AllReduce(_numbers + (start * (nint)sizeof(float)), count, _communicator);

    public void Dispose()
    {
        _broken.Dispose();
        End();
        Tensor.Dispose();
    }

    private static nint Address(Tensor tensor)
    {
        using var storage = tensor.storage<float>();
        return storage.data_ptr();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _nccl.Abort(_communicator);
        }
    }
}
