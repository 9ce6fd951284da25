using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// The handles of the gradients that a function has returned on this thread. Autograd copies them only after the function has returned them, and
/// TorchSharp leaves them to the garbage collector, with the memory behind them: the next function of the way back disposes them.
/// </summary>
internal static class Returned
{
    [ThreadStatic]
    private static Tensor[]? _tensors;

    /// <summary>Disposes those of the function before, and remembers these.</summary>
    public static void Replace(params Tensor[] tensors)
    {
        foreach (var tensor in _tensors ?? [])
        {
            tensor.Dispose();
        }

        _tensors = tensors;
    }
}
