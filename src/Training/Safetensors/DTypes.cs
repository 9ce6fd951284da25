using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>The element types of the format that torch has too.</summary>
internal static class DTypes
{
    private static readonly (string Name, ScalarType Type, int Size)[] All =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2), ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1), ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    public static string Known => string.Join(", ", All.Select(t => t.Name));

    public static bool TryParse(string? name, out ScalarType type)
    {
        var index = Array.FindIndex(All, t => t.Name == name);
        type = index < 0 ? default : All[index].Type;
        return index >= 0;
    }

    /// <summary>The format's name of a type; null where it has none.</summary>
    public static string? NameOf(ScalarType type) => Array.Find(All, t => t.Type == type).Name;

    /// <summary>Bytes per element of a type that <see cref="NameOf"/> knows.</summary>
    public static int SizeOf(ScalarType type) => Array.Find(All, t => t.Type == type).Size;
}
