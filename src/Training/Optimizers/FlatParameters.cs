using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>
/// A module's parameters as views of one contiguous tensor. On a GPU, and where ranks share them, their gradients are views of another: an
/// optimizer's step is a few operations on whole tensors, and the gradients of neighbouring layers are one span for an all-reduce.
/// </summary>
/// <remarks>
/// <see cref="ZeroGradients"/> comes before each backward pass. Gradients in one tensor are there all the time, and the pass adds to them. On a CPU
/// by itself they are there from the pass until then, each parameter's by itself, in memory that the pass has just become rid of: between, the forward
/// pass needs the most memory of a step.
/// </remarks>
public sealed class FlatParameters : IDisposable
{
    private readonly List<FlatPart> _parts = [];
    private readonly Dictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);
    private readonly FlatPart _whole;

    /// <summary>Moves the parameters of a module, in the order of their registration, into one tensor on their device.</summary>
    /// <param name="module">The module; its parameters are float32 and of one device.</param>
    /// <param name="gradients">
    /// Memory for the gradients, float32 of shape (n) for n parameters in all, which stays the caller's; null: taken here, or step by step.
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
        _whole = new FlatPart("", 0, [Count]);
        Gradients = gradients?.alias().DetachFromDisposeScope()
            ?? (device.type == DeviceType.CPU ? null : empty([Count], ScalarType.Float32, device).DetachFromDisposeScope());
        var start = 0L;
        foreach (var (name, parameter) in named)
        {
            var part = new FlatPart(name, start, parameter.shape);
            using var value = part.Of(Values);
            value.copy_(parameter);
            parameter.set_(value);
            using var gradient = Gradients is null ? null : part.Of(Gradients);
            parameter.grad = gradient;
            _parts.Add(part);
            _parameters.Add(name, parameter);
            start += parameter.numel();
        }

        Gradients?.zero_();
    }

    /// <summary>How many numbers the parameters are.</summary>
    public long Count { get; }

    /// <summary>All parameters, float32 of shape (<see cref="Count"/>).</summary>
    public Tensor Values { get; }

    /// <summary>Their gradients, float32 of shape (<see cref="Count"/>); null where each parameter has its own.</summary>
    public Tensor? Gradients { get; }

    /// <summary>Where each parameter lies, in the order of registration.</summary>
    public IReadOnlyList<FlatPart> Parts => _parts;

    /// <summary>
    /// Calls for each gradient with the part that it belongs to, everything where the gradients are one tensor, else a parameter; one that no backward
    /// pass has come to is left out. Tensors that are made meanwhile are disposed.
    /// </summary>
    public void ForEachGradient(Action<FlatPart, Tensor> act)
    {
        foreach (var part in Gradients is null ? _parts : [_whole])
        {
            using var scope = NewDisposeScope();
            if ((Gradients is null ? _parameters[part.Name].grad : part.Of(Gradients)) is { } gradient)
            {
                act(part, gradient);
            }
        }
    }

    /// <summary>Where the parameters begin whose names start so; they lie side by side.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public long StartOf(string prefix) =>
        _parts.Find(part => part.Name.StartsWith(prefix, StringComparison.Ordinal))?.Start
        ?? throw new ArgumentException($"No parameter's name starts with '{prefix}'.", nameof(prefix));

    /// <summary>Zeros for the backward pass to add to, or nothing in their place.</summary>
    public void ZeroGradients()
    {
        if (Gradients is not null)
        {
            Gradients.zero_();
            return;
        }

        foreach (var parameter in _parameters.Values)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Gives the memory back that is not also held by the module.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Gradients?.Dispose();
    }
}
