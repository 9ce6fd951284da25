namespace ResNet.Distributed.Step.Split;

/// <summary>A kind of work in a step.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Seconds">That its kernels take, one after the other.</param>
/// <param name="Operations">Multiplications and additions that count; 0 where memory is the limit.</param>
/// <param name="Bytes">That must be read and written, at least; 0 where the processor is the limit.</param>
internal sealed record Part(string Name, double Seconds, double Operations, double Bytes)
{
    /// <summary>The least seconds that it could take.</summary>
    /// <param name="matrixProduct">What the processor computes, in GFLOP/s.</param>
    /// <param name="bandwidth">What its memory moves, in GB/s.</param>
    public double Floor(double matrixProduct, double bandwidth) => Math.Max(Operations / matrixProduct, Bytes / bandwidth) / 1e9;

    /// <summary>The same work several times.</summary>
    public static Part operator *(int count, Part part) =>
        part with { Seconds = count * part.Seconds, Operations = count * part.Operations, Bytes = count * part.Bytes };

    /// <summary>Two works of one kind.</summary>
    public static Part operator +(Part one, Part other) => one with
    {
        Seconds = one.Seconds + other.Seconds,
        Operations = one.Operations + other.Operations,
        Bytes = one.Bytes + other.Bytes,
    };
}
