namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// How images of (N, H, W, C) are cut into tiles: squares of 4×4 pixels side by side, each of which needs the 6×6 pixels around it. Tiles are
/// numbered image by image and row by row.
/// </summary>
/// <param name="Images">N.</param>
/// <param name="Height">H, a multiple of <see cref="Side"/>.</param>
/// <param name="Width">W, a multiple of <see cref="Side"/>.</param>
internal readonly record struct Tiling(int Images, int Height, int Width)
{
    /// <summary>Pixels of a tile's side.</summary>
    public const int Side = 4;

    /// <summary>Pixels of the side of what a tile needs: itself and a border of one.</summary>
    public const int Reach = 6;

    /// <summary>Values of a transformed tile, in each channel.</summary>
    public const int Places = Reach * Reach;

    /// <summary>All tiles.</summary>
    public int Count => Images * (Height / Side) * (Width / Side);

    /// <summary>The image and the first row and column of a tile.</summary>
    /// <param name="tile">0 to <see cref="Count"/> - 1.</param>
    public (int Image, int Row, int Column) Place(int tile)
    {
        var across = Width / Side;
        var (row, column) = Math.DivRem(tile, across);
        var (image, down) = Math.DivRem(row, Height / Side);
        return (image, down * Side, column * Side);
    }
}
