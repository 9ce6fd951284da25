using System.Globalization;
using ResNet.Distributed.Step.Split;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>A step on a GPU.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Precision">As a sweep file names it.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel lie side by side.</param>
internal sealed record CudaCase(string Model, string Precision, int Batch, bool ChannelsLast = false)
{
    /// <summary>Steps before those that count: the first ones load kernels and take memory.</summary>
    public const int WarmUp = 3;

    /// <summary>With so few images there is nearly nothing to compute, which shows what asking for a step's kernels takes.</summary>
    public const int Tiny = 8;

    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<CudaCase> All { get; } =
    [
        .. from precision in (string[])["fp32", "tf32", "bf16"]
           from batch in (int[])[Tiny, 128, 512, 2048]
           select new CudaCase("resnet18", precision, batch),

        // The cores that multiply bfloat16 want the channels of a pixel side by side.
        .. from batch in (int[])[128, 512, 2048]
           select new CudaCase("resnet18", "bf16", batch, ChannelsLast: true),
        .. from precision in (string[])["fp32", "tf32", "bf16"]
           select new CudaCase("resnet34", precision, 128),
    ];

    /// <summary>Steps that count.</summary>
    public int Steps => Math.Clamp(1536 / Batch, 3, 20);

    /// <summary>Multiplications and additions of a step.</summary>
    public double Operations => ModelShape.Of(Model).Operations * Batch / StepOptions.BatchSize;

    /// <summary>As a process is told it: model, precision, batch, steps, whether channels come last.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Model}:{Precision}:{Batch}:{Steps}:{(ChannelsLast ? 1 : 0)}");

    /// <summary>Reads that.</summary>
    public static CudaCase Parse(string text)
    {
        var parts = text.Split(':');
        return new CudaCase(parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), parts[4] == "1");
    }
}
