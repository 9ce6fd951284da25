using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>
/// A module's parameters as views of one contiguous tensor, and their gradients as views of another: on a GPU an optimizer's step is a few
/// operations on whole tensors, and the gradients of neighbouring layers are one span for an all-reduce.
/// </summary>
/// <remarks>
/// The gradients are there from the start, so that a backward pass adds to them in place; <see cref="ZeroGradients"/> comes before it. On a CPU, gradients
/// that come and go would lie between the activations that the pass gives up, and its way through the first, large layers finds no room of their size.
/// </remarks>
public sealed class FlatParameters : IDisposable
{
    private readonly List<FlatPart> _parts = [];
    private readonly IReadOnlyList<FlatPart> _pieces;

    /// <summary>Moves the parameters of a module, in the order of their registration, into one tensor on their device.</summary>
    /// <param name="module">The module; its parameters are float32 and of one device.</param>
    /// <param name="gradients">
    /// Memory for the gradients, float32 of shape (n) for n parameters in all, which stays the caller's; null: taken here.
    /// </param>
    /// <exception cref="ArgumentException">The module has no parameters, or ones of several types, or the gradients do not fit them.</exception>
    public FlatParameters(nn.Module module, Tensor? gradients = null)
    {
        using var noGrad = no_grad();
        var named = module.named_parameters().ToArray();
        if (named.Length == 0 || named.Any(p => p.parameter.dtype != ScalarType.Float32))
        {
            throw new ArgumentException("The module has no parameters, or some that are not float32.", nameof(module));
        }

        Count = named.Sum(p => p.parameter.numel());
        if (gradients is not null && (gradients.dtype != ScalarType.Float32 || !gradients.shape.SequenceEqual([Count])))
        {
            throw new ArgumentException(
                $"The gradients are {gradients.dtype} [{string.Join(", ", gradients.shape)}]; expected {ScalarType.Float32} [{Count}].", nameof(gradients));
        }

        var device = named[0].parameter.device;
        Values = empty([Count], ScalarType.Float32, device).DetachFromDisposeScope();
        Gradients = gradients?.alias().DetachFromDisposeScope() ?? empty([Count], ScalarType.Float32, device).DetachFromDisposeScope();
        Gradients.zero_();
        _pieces = device.type == DeviceType.CPU ? _parts : [new FlatPart("", 0, [Count])];
        var start = 0L;
        foreach (var (name, parameter) in named)
        {
            var part = new FlatPart(name, start, parameter.shape);
            using var value = part.Of(Values);
            value.copy_(parameter);
            parameter.set_(value);
            using var gradient = part.Of(Gradients);
            parameter.grad = gradient;
            _parts.Add(part);
            start += parameter.numel();
        }
    }

    /// <summary>How many numbers the parameters are.</summary>
    public long Count { get; }

    /// <summary>All parameters, float32 of shape (<see cref="Count"/>).</summary>
    public Tensor Values { get; }

    /// <summary>Their gradients, float32 of shape (<see cref="Count"/>).</summary>
    public Tensor Gradients { get; }

    /// <summary>Where each parameter lies, in the order of registration.</summary>
    public IReadOnlyList<FlatPart> Parts => _parts;

    /// <summary>
    /// Calls for each piece of the gradients with the part that it is: everything on a GPU, which is quickest with few calls, and a parameter on a CPU,
    /// whose caches hold what one operation leaves for the next. Tensors that are made meanwhile are disposed.
    /// </summary>
    public void ForEachGradient(Action<FlatPart, Tensor> act)
    {
        foreach (var piece in _pieces)
        {
            using var scope = NewDisposeScope();
            act(piece, piece.Of(Gradients));
        }
    }

    /// <summary>Where the parameters begin whose names start so; they lie side by side.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public long StartOf(string prefix) =>
        _parts.Find(part => part.Name.StartsWith(prefix, StringComparison.Ordinal))?.Start
        ?? throw new ArgumentException($"No parameter's name starts with '{prefix}'.", nameof(prefix));

    /// <summary>Zeros for the backward pass to add to.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>Gives the memory back that is not also held by the module.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }
}
