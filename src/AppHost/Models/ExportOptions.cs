namespace ResNet.Distributed.AppHost.Models;

/// <summary>What <c>export</c> was asked for.</summary>
internal sealed record ExportOptions
{
    /// <summary>The sweep's name.</summary>
    public required string Sweep { get; init; }

    /// <summary>The trial's number; null for the best one.</summary>
    public int? Trial { get; init; }

    /// <summary><c>safetensors</c> or <c>onnx</c>; null: what the output's name says, else safetensors.</summary>
    public string? Format { get; init; }

    /// <summary>The file to write; null for one in the working directory, named like sweep and trial.</summary>
    public string? Output { get; init; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The folder with the sweep's results.</summary>
    public required string Out { get; init; }

    /// <summary>A cluster's API to ask in place of the folder; null for the folder.</summary>
    public Uri? Url { get; init; }

    /// <summary>A file that holds the API's key; null for the environment's key, or none.</summary>
    public string? ApiKeyFile { get; init; }
}
