using System.Security.Cryptography;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Numerics;

/// <summary>SHA-256 over tensors' little-endian bytes, one after the other, as 64 lower-case hexadecimal digits.</summary>
public static class WeightsDigest
{
    /// <summary>The digest of all parameters and then all buffers of a module, each in the order of registration.</summary>
    /// <param name="module">A module on any device.</param>
    public static string Of(nn.Module module) =>
        Of(module.parameters().Concat(module.named_buffers().Select(b => b.buffer)));

    /// <summary>The digest of a module's parameters alone, in the order of registration.</summary>
    /// <param name="module">A module on any device.</param>
    public static string OfParameters(nn.Module module) => Of(module.parameters());

    private static string Of(IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
