using System.Buffers.Binary;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>The bytes of a safetensors file: the header is laid out at once, the tensors are read when they are written.</summary>
internal sealed class SafetensorsWriter
{
    private readonly byte[] _header;
    private readonly List<(string Name, Tensor Tensor)> _ordered;

    /// <summary>Lays a file out.</summary>
    /// <param name="tensors">Tensors of any device, each name once.</param>
    /// <param name="metadata">Free text for the header.</param>
    /// <exception cref="ArgumentException">A name comes twice or is reserved, or a type has no name in the format.</exception>
    public SafetensorsWriter(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        (_header, _ordered) = HeaderWriter.Write(tensors, metadata);
        Length = sizeof(long) + _header.Length + _ordered.Sum(t => t.Tensor.numel() * t.Tensor.element_size());
    }

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; }

    /// <summary>Writes all of it.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="SafetensorsException">A tensor is larger than what is handled here.</exception>
    public void WriteTo(string path, Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, _header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var (name, tensor) in _ordered)
        {
            using var scope = NewDisposeScope();
            SafetensorsFile.CheckLength(path, name, tensor.numel() * tensor.element_size());
            if (tensor.numel() > 0)
            {
                stream.Write(tensor.detach().cpu().contiguous().bytes);
            }
        }
    }
}
