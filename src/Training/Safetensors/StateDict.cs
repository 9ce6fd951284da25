using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>A module's parameters and buffers by name, out of it and back in.</summary>
public static class StateDict
{
    /// <summary>The live parameters and then the live buffers, under PyTorch's names. They belong to the module.</summary>
    /// <param name="module">Any module.</param>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Of(nn.Module module) =>
    [
        .. module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)),
        .. module.named_buffers().Select(b => (b.name, b.buffer)),
    ];

    /// <summary>
    /// Copies tensors into a module's parameters and buffers of the same names. All names, types and shapes are compared first:
    /// on a mismatch the module is left as it was.
    /// </summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="tensors">One tensor for each parameter and buffer, on any device.</param>
    /// <exception cref="StateDictException">Something is missing, unexpected, or of another type or shape; all of it is listed.</exception>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, Tensor> tensors) => Copy(tensors, Of(module));

    /// <summary>Copies tensors into others of the same names; <see cref="Load"/> for any set of tensors.</summary>
    /// <param name="tensors">One tensor for each target, on any device.</param>
    /// <param name="targets">The tensors to fill.</param>
    /// <exception cref="StateDictException">As <see cref="Load"/>; nothing was copied.</exception>
    internal static void Copy(
        IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<(string Name, Tensor Tensor)> targets)
    {
        var names = targets.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. targets.Where(t => !tensors.ContainsKey(t.Name)).Select(t => t.Name)];
        string[] unexpected = [.. tensors.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)];
        string[] different =
        [
            .. from target in targets
               where tensors.ContainsKey(target.Name)
               let found = Describe(tensors[target.Name])
               let expected = Describe(target.Tensor)
               where found != expected
               select $"{target.Name} (found {found}, expected {expected})",
        ];
        if (missing.Length + unexpected.Length + different.Length > 0)
        {
            throw new StateDictException(missing, unexpected, different);
        }

        using var noGrad = no_grad();
        foreach (var (name, target) in targets)
        {
            target.copy_(tensors[name]);
        }
    }

    private static string Describe(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
}
