using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Functions;

/// <summary>
/// Calls of our own from autograd's way back, on the thread that goes it. An exception must not leave them, as the frames behind them are native: it is
/// kept for whoever began the way. The handles of gradients that are returned must outlive the call, as autograd copies them after it; TorchSharp leaves
/// them to the garbage collector, with the memory behind them, so the next call disposes them.
/// </summary>
internal static class WayBack
{
    [ThreadStatic]
    private static Tensor[]? _returned;

    [ThreadStatic]
    private static ExceptionDispatchInfo? _failure;

    /// <summary>The gradients that <paramref name="compute"/> gives; after a failure so many times null, which autograd takes for no gradient.</summary>
    public static IEnumerable<Tensor> Through(int count, Func<Tensor[]> compute)
    {
        try
        {
            foreach (var tensor in _returned ?? [])
            {
                tensor.Dispose();
            }

            _returned = null;
            if (_failure is null)
            {
                _returned = compute();
                return _returned;
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        return Enumerable.Repeat<Tensor>(null!, count);
    }

    /// <summary>To be called when a way back is over: throws what failed on it.</summary>
    public static void ThrowIfFailed()
    {
        var failure = _failure;
        _failure = null;
        failure?.Throw();
    }
}
