using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Step;

/// <summary>What one process measured, ours or PyTorch's.</summary>
/// <param name="Version">Of its libtorch or PyTorch.</param>
/// <param name="FirstStep">Seconds that the process's first step took.</param>
/// <param name="Steps">Seconds of each counted step.</param>
/// <param name="PeakMemory">The most memory that it ever had, in bytes.</param>
/// <param name="Faults">Pages mapped in a counted step, on average.</param>
/// <param name="Kernel">CPU seconds of a counted step that were spent in the system's kernel, which is mostly mapping pages.</param>
/// <param name="MatrixProduct">GFLOP/s of products of matrices of 2048×2048, with the same threads.</param>
/// <param name="Data">Seconds of a counted step that went into making the batch; 0 where it is not known.</param>
internal sealed record StepRun(
    string Version, double FirstStep, double[] Steps, long PeakMemory, double Faults, double Kernel, double MatrixProduct, double Data = 0)
{
    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Seconds of a step, the median.</summary>
    [JsonIgnore]
    public double Step => Measuring.Spread.Of(Steps).Median;

    /// <summary>Reads what a process wrote.</summary>
    public static StepRun Parse(string json) => JsonSerializer.Deserialize<StepRun>(json, Json)!;
}
