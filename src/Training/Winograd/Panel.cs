namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Channels are dealt with 64 at a time, a panel: rows of 64 numbers one after another, which a product reads from its first to its last. A
/// block of 64 rows is 16 KiB, half of a first-level cache.
/// </summary>
internal static class Panel
{
    /// <summary>Channels in a panel.</summary>
    public const int Width = 64;

    /// <summary>Channels in a vector of AVX-512.</summary>
    public const int Lanes = 16;

    /// <summary>Rows that a product computes at a time.</summary>
    public const int Rows = 4;

    /// <summary>Numbers in a block of 64 rows.</summary>
    public const int Square = Width * Width;

    /// <summary>The least number of rows, not below <paramref name="rows"/>, that a product computes.</summary>
    public static int WholeRows(int rows) => (rows + Rows - 1) / Rows * Rows;
}
