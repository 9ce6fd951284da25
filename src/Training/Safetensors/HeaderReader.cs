using System.Text.Json;
using System.Text.Unicode;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>Reads and checks the JSON header of a safetensors file.</summary>
internal static class HeaderReader
{
    public const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Parses a header; the entries come back in the order of their data, which they fill from end to end.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="json">The header, without its length.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <exception cref="SafetensorsException">Anything in the header is not as the format wants it.</exception>
    public static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(
        string file, ReadOnlyMemory<byte> json, long dataLength)
    {
        if (!Utf8.IsValid(json.Span) || json.IsEmpty || json.Span[0] != (byte)'{')
        {
            throw new SafetensorsException(file, null, "a header that is not UTF-8 or does not begin with '{'", "a JSON object");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var entries = new List<TensorEntry>();
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                {
                    ReadMetadata(file, property.Value, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(file, property.Name, property.Value));
                }
            }

            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            CheckLayout(file, entries, dataLength);
            return (entries, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape in a string that is not text, such as half a surrogate pair.
            throw new SafetensorsException(file, null, $"a header that cannot be parsed ({e.Message})", "a JSON object", e);
        }
    }

    private static void ReadMetadata(string file, JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException(file, null, $"{MetadataKey} of kind {value.ValueKind}", "an object of strings");
        }

        foreach (var property in value.EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new SafetensorsException(
                    file, null, $"{MetadataKey}.{property.Name} of kind {property.Value.ValueKind}", "a string");
        }
    }

    private static TensorEntry ReadEntry(string file, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 3
            || !value.TryGetProperty("dtype", out var dtype) || !value.TryGetProperty("shape", out var shape)
            || !value.TryGetProperty("data_offsets", out var offsets))
        {
            throw new SafetensorsException(file, name, Excerpt(value), "an object with dtype, shape and data_offsets");
        }

        if (dtype.ValueKind != JsonValueKind.String || !DTypes.TryParse(dtype.GetString(), out var type))
        {
            throw new SafetensorsException(file, name, $"dtype {Excerpt(dtype)}", $"one of {DTypes.Known}");
        }

        var dimensions = ReadLengths(shape)
            ?? throw new SafetensorsException(file, name, $"shape {Excerpt(shape)}", "an array of whole numbers from 0");
        if (ReadLengths(offsets) is not [var begin, var end] || begin > end)
        {
            throw new SafetensorsException(file, name, $"data_offsets {Excerpt(offsets)}", "[begin, end], 0 ≤ begin ≤ end");
        }

        var entry = new TensorEntry(name, type, dimensions, begin, end);
        CheckSize(file, entry);
        return entry;
    }

    private static long[]? ReadLengths(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var lengths = new List<long>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out var length) || length < 0)
            {
                return null;
            }

            lengths.Add(length);
        }

        return [.. lengths];
    }

    private static void CheckSize(string file, TensorEntry entry)
    {
        // Saturating at 2^63 - 1, which no file reaches; a zero counts as one at first, so that no other dimension hides behind it.
        var size = (Int128)DTypes.SizeOf(entry.DType);
        foreach (var dimension in entry.Shape)
        {
            size = Int128.Min(size * Math.Max(dimension, 1), long.MaxValue);
        }

        if (size < long.MaxValue && entry.Shape.Contains(0))
        {
            size = 0;
        }

        if (size != entry.End - entry.Begin)
        {
            throw new SafetensorsException(file, entry.Name, $"{entry.End - entry.Begin} bytes by its data_offsets",
                $"{size} bytes for {DTypes.NameOf(entry.DType)} of shape [{string.Join(", ", entry.Shape)}]");
        }
    }

    /// <summary>No gap, no overlap, nothing after the last one.</summary>
    private static void CheckLayout(string file, List<TensorEntry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position)
            {
                throw new SafetensorsException(
                    file, entry.Name, $"data that begin at {entry.Begin}", $"{position}, where the one before ends");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new SafetensorsException(file, null, $"{dataLength} bytes of data", $"{position}, as the header says");
        }
    }

    private static string Excerpt(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
