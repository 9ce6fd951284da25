using ResNet.Distributed.Training.Augmentations;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Makes a model's input of some of its images.</summary>
internal interface IBatchReader : IDisposable
{
    /// <summary>Where the images lie, for people.</summary>
    string Place { get; }

    /// <summary>Float32 of shape (N, 3, 32, 32), 0 to 1, and int64 labels of shape (N), on the device. The caller disposes both.</summary>
    /// <param name="indices">Which images, in this order.</param>
    /// <param name="augmentation">What is done to them; null: nothing.</param>
    (Tensor Inputs, Tensor Labels) Read(ReadOnlySpan<int> indices, CropFlip? augmentation = null);
}
