namespace ResNet.Distributed.Training.Safetensors;

/// <summary>A safetensors file is damaged, truncated, foreign or beyond what is read here.</summary>
public sealed class SafetensorsException : IOException
{
    /// <summary>Names the place, what stood there, and what was expected.</summary>
    public SafetensorsException(string file, string? tensor, string found, string expected, Exception? inner = null)
        : base($"{file}: {(tensor is null ? "" : $"tensor '{tensor}': ")}found {found}; expected {expected}.", inner)
    {
        (File, Tensor, Found, Expected) = (file, tensor, found, expected);
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The tensor at fault; null when it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>What the file holds.</summary>
    public string Found { get; }

    /// <summary>What it should hold.</summary>
    public string Expected { get; }
}
