using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives;
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
    /// <exception cref="CollectiveException">A rank is gone.</exception>
    public NcclGradients(NcclLibrary nccl, Replicas replicas, int count, Device device)
    {
        _nccl = nccl;
        Span<NcclLibrary.UniqueId> id = [replicas.Rank == 0 ? nccl.NewId() : default];
        replicas.Broadcast(MemoryMarshal.AsBytes(id));
        _communicator = Join(nccl, id[0], replicas);
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

    // On a thread of its own, which is given up where a rank is gone that the others would wait for.
    private static nint Join(NcclLibrary nccl, NcclLibrary.UniqueId id, Replicas replicas)
    {
        var joined = Task.Factory.StartNew(
            () => nccl.Join(id, replicas.Rank, replicas.WorldSize), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAny([joined], replicas.Gradients.Broken);
        }
        catch (OperationCanceledException)
        {
            joined.ContinueWith(late => nccl.Abort(late.Result), TaskContinuationOptions.OnlyOnRanToCompletion);

            // Says who is gone.
            replicas.Gradients.Barrier();
        }

        return joined.GetAwaiter().GetResult();
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
