using System.ComponentModel.DataAnnotations;

namespace ResNet.Distributed.ServiceDefaults;

/// <summary>Where a run reads and writes: the configuration section <c>Run</c>, set by the launcher as <c>Run__…</c>.</summary>
public sealed class RunOptions
{
    /// <summary>The configuration section's name.</summary>
    public const string Section = "Run";

    /// <summary>Results and checkpoints go here, a folder per sweep; a mount that all nodes share in a cluster.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "runs";

    /// <summary>A folder, or archive, with CIFAR-10.</summary>
    [Required]
    public string DataDirectory { get; set; } = "dataset";
}
