using System.Text.Json;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>Lays tensors out and describes them in a header.</summary>
internal static class HeaderWriter
{
    /// <summary>
    /// The header, padded with spaces to a multiple of 8, and the tensors in the order of their data. Wider element types come
    /// first, as the format's own writer has it, so that every tensor is aligned and a file can be mapped into memory.
    /// </summary>
    public static (byte[] Header, List<(string Name, Tensor Tensor)> Ordered) Write(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        CheckNames(tensors);
        var ordered = tensors.OrderByDescending(t => DTypes.SizeOf(t.Tensor.dtype)).ToList();
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            var position = 0L;
            foreach (var (name, tensor) in ordered)
            {
                var end = position + (tensor.numel() * tensor.element_size());
                WriteEntry(writer, new TensorEntry(name, tensor.dtype, tensor.shape, position, end));
                position = end;
            }

            writer.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return (stream.ToArray(), ordered);
    }

    private static void CheckNames(IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { HeaderReader.MetadataKey };
        foreach (var (name, tensor) in tensors)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"Tensor '{name}': the name is reserved or comes twice.", nameof(tensors));
            }

            if (DTypes.NameOf(tensor.dtype) is null)
            {
                throw new ArgumentException(
                    $"Tensor '{name}': a safetensors file cannot hold {tensor.dtype}, only {DTypes.Known}.", nameof(tensors));
            }
        }
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartObject(HeaderReader.MetadataKey);
        foreach (var (key, value) in metadata)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, TensorEntry entry)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", DTypes.NameOf(entry.DType));
        WriteNumbers(writer, "shape", entry.Shape);
        WriteNumbers(writer, "data_offsets", [entry.Begin, entry.End]);
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
