using System.Buffers.Binary;
using ResNet.Distributed.Durability;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>
/// Tensors read from a safetensors file: eight bytes of header length, a JSON header, the tensors' bytes. Nothing in such a file
/// is ever executed. The tensors live on the CPU and are freed with this object.
/// </summary>
/// <seealso href="https://github.com/huggingface/safetensors">The format.</seealso>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that is read, in bytes: the limit of the format's own implementation.</summary>
    public const int MaxHeaderLength = 100_000_000;

    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private SafetensorsFile(string path, IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        Metadata = metadata;
    }

    /// <summary>Where the file was read.</summary>
    public string Path { get; }

    /// <summary>The tensors by name. They belong to this object.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The header's free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a whole file. Header, types, shapes, offsets and the file's size are checked before anything is allocated.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is not a sound safetensors file.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        var headerLength = ReadHeaderLength(path, stream);
        var header = new byte[headerLength];
        ReadExactly(path, stream, header);
        var (entries, metadata) = HeaderReader.Parse(path, header, stream.Length - 8 - headerLength);
        foreach (var entry in entries)
        {
            CheckLength(path, entry.Name, entry.End - entry.Begin);
        }

        LibTorch.EnsureLoaded();
        var file = new SafetensorsFile(path, metadata);
        try
        {
            foreach (var entry in entries)
            {
                var tensor = empty(entry.Shape, entry.DType, CPU).DetachFromDisposeScope();
                file._tensors.Add(entry.Name, tensor);
                if (entry.End > entry.Begin)
                {
                    ReadExactly(path, stream, tensor.bytes);
                }
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a file whole or not at all: beside the target, to the disk, then in its place.
    /// </summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="tensors">Tensors of any device, each name once.</param>
    /// <param name="metadata">Free text for the header.</param>
    /// <exception cref="ArgumentException">A name comes twice or is reserved, or a type has no name in the format.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafetensorsWriter(tensors, metadata);
        AtomicFile.Write(path, stream => writer.WriteTo(path, stream));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static int ReadHeaderLength(string path, FileStream stream)
    {
        if (stream.Length < 8)
        {
            throw new SafetensorsException(path, null, $"{stream.Length} bytes", "at least the 8 bytes of the header's length");
        }

        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(path, stream, bytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var limit = Math.Min(MaxHeaderLength, stream.Length - 8);
        return length <= (ulong)limit
            ? (int)length
            : throw new SafetensorsException(path, null, $"a header of {length} bytes",
                $"at most {limit} ({stream.Length} bytes in the file, {MaxHeaderLength} in any header)");
    }

    private static void ReadExactly(string path, FileStream stream, Span<byte> buffer)
    {
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length)
        {
            throw new SafetensorsException(path, null, $"the end of the file after {stream.Position} bytes",
                $"{buffer.Length - read} more: it was cut while it was read");
        }
    }

    /// <summary>A tensor's bytes are handled as one span.</summary>
    internal static void CheckLength(string path, string name, long bytes)
    {
        if (bytes > int.MaxValue)
        {
            throw new SafetensorsException(path, name, $"{bytes} bytes", $"at most {int.MaxValue} in one tensor");
        }
    }
}
