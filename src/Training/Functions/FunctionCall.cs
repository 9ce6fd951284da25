using System.Reflection;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Functions;

/// <summary>
/// What one call of a function of ours keeps for its way back, and gives up as soon as torch's own convolution would. TorchSharp's functions
/// keep more, and all of it until the whole graph is gone: the tensors that were saved, the handle of the output, and memory of its size for a
/// gradient that never comes.
/// </summary>
internal sealed class FunctionCall
{
    private static readonly FieldInfo Node = Field(typeof(autograd.AutogradContext), "_node");

    private autograd.AutogradContext? _context;
    private Tensor[]? _kept;
    private Tensor? _output;

    /// <summary>Keeps what the way back needs.</summary>
    public void Keep(autograd.AutogradContext context, Tensor output, params ReadOnlySpan<Tensor> kept)
    {
        // Autograd's own bookkeeping of what is saved would end with the graph alone. Nothing in a model changes these in place.
        _kept = new Tensor[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            _kept[i] = kept[i].detach();
        }

        (_context, _output) = (context, output);
    }

    /// <summary>Gives up what the way back does not need, once the output has its history.</summary>
    public void Trim()
    {
        _output?.Dispose();
        if (_context is { } context && Node.GetValue(context) is { } node)
        {
            var spares = (List<Tensor>)Field(node.GetType(), "_outputCache").GetValue(node)!;
            spares.ForEach(spare => spare.Dispose());
            spares.Clear();
            spares.Add(null!);
        }

        (_context, _output) = (null, null);
    }

    /// <summary>What was kept, in its order and without its history; the caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">It has been taken.</exception>
    public Tensor[] Take()
    {
        var kept = _kept
            ?? throw new InvalidOperationException("A convolution's way back is gone a second time, and what it needs was given up after the first.");
        _kept = null;
        return kept;
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException(type.FullName, name);
}
