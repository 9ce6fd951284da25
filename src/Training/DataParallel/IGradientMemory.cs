using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Where a replica's gradients lie, so that they can be summed over all ranks.</summary>
internal interface IGradientMemory : IDisposable
{
    /// <summary>The gradients, float32 of shape (n) on the replica's device. Belongs to this.</summary>
    Tensor Tensor { get; }

    /// <summary>What carries them, for people.</summary>
    string Transport { get; }

    /// <summary>Sums a part of them over all ranks, in place; returns when the sums are there. From one thread at a time.</summary>
    void Sum(int start, int count);
}
