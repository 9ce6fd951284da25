using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Between images, (N, H, W, C) in memory, and transformed tiles, (36, C / 64, rows, 64): for each place of a tile and each panel one row for each tile.
/// </summary>
/// <param name="tiling">How the images are cut.</param>
/// <param name="all">C.</param>
/// <param name="channels">Those of them that are dealt with, from the one that a pointer to the images points to; a multiple of <see cref="Panel.Width"/>.</param>
internal readonly unsafe struct TileTransforms(Tiling tiling, int all, int channels)
{
    private const int Lanes = Panel.Lanes;
    private const int Side = Tiling.Side;
    private const int Reach = Tiling.Reach;

    /// <summary>How the images are cut.</summary>
    public Tiling Tiling => tiling;

    /// <summary>Bᵀ d B of tiles with the border that they need; beyond an image's edge there are zeros.</summary>
    /// <param name="images">All images.</param>
    /// <param name="from">The first tile.</param>
    /// <param name="to">Behind the last one.</param>
    /// <param name="result">The row of the first of them in the first place and panel.</param>
    /// <param name="rows">Rows of each place and panel of the result.</param>
    public void Inputs(float* images, int from, int to, float* result, int rows)
    {
        for (var tile = from; tile < to; tile++, result += Panel.Width)
        {
            for (var channel = 0; channel < channels; channel += Lanes)
            {
                Input(images + channel, tiling.Place(tile), At(result, channel, rows), Step(rows));
            }
        }
    }

    /// <summary>A y Aᵀ of tiles of an output's gradient.</summary>
    /// <param name="gradients">Of all images.</param>
    /// <param name="from">The first tile.</param>
    /// <param name="to">Behind the last one.</param>
    /// <param name="result">The row of the first of them in the first place and panel.</param>
    /// <param name="rows">Rows of each place and panel of the result.</param>
    public void OutputGradients(float* gradients, int from, int to, float* result, int rows)
    {
        for (var tile = from; tile < to; tile++, result += Panel.Width)
        {
            var first = First(gradients, tiling.Place(tile));
            for (var channel = 0; channel < channels; channel += Lanes)
            {
                OutputGradient(first + channel, At(result, channel, rows), Step(rows));
            }
        }
    }

    /// <summary>Aᵀ m A of one panel of transformed tiles, (36, rows, 64), into the images.</summary>
    /// <param name="products">The row of the first tile in the first place.</param>
    /// <param name="rows">Rows of each place.</param>
    /// <param name="from">The first tile.</param>
    /// <param name="to">Behind the last one.</param>
    /// <param name="images">All images, from the panel's first channel.</param>
    public void Outputs(float* products, int rows, int from, int to, float* images)
    {
        for (var tile = from; tile < to; tile++, products += Panel.Width)
        {
            var first = First(images, tiling.Place(tile));
            for (var lane = 0; lane < Panel.Width; lane += Lanes)
            {
                Output(products + lane, (nint)rows * Panel.Width, first + lane);
            }
        }
    }

    // From one place of a tile to the next.
    private nint Step(int rows) => (nint)channels * rows;

    private static float* At(float* row, int channel, int rows) => row + (nint)(channel / Panel.Width) * rows * Panel.Width + channel % Panel.Width;

    private float* First(float* images, (int Image, int Row, int Column) place) =>
        images + (((nint)place.Image * tiling.Height + place.Row) * tiling.Width + place.Column) * all;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Input(float* images, (int Image, int Row, int Column) place, float* result, nint step)
    {
        var half = stackalloc float[Tiling.Places * Lanes];
        var down = (nint)tiling.Width * all;
        var (top, bottom) = (place.Row == 0, place.Row + Side == tiling.Height);
        var corner = First(images, place) - down - all;
        for (var column = 0; column < Reach; column++, corner += all)
        {
            var line = half + column * Lanes;
            if ((uint)(place.Column + column - 1) < (uint)tiling.Width)
            {
                Lines.Input(
                    line, Reach * Lanes,
                    top ? Vector512<float>.Zero : Vector512.Load(corner), Vector512.Load(corner + down), Vector512.Load(corner + 2 * down),
                    Vector512.Load(corner + 3 * down), Vector512.Load(corner + 4 * down), bottom ? Vector512<float>.Zero : Vector512.Load(corner + 5 * down));
            }
            else
            {
                for (var row = 0; row < Reach; row++)
                {
                    Vector512<float>.Zero.Store(line + row * Reach * Lanes);
                }
            }
        }

        for (var row = half; row < half + Tiling.Places * Lanes; row += Reach * Lanes, result += Reach * step)
        {
            Lines.Input(
                result, step,
                Vector512.Load(row), Vector512.Load(row + Lanes), Vector512.Load(row + 2 * Lanes),
                Vector512.Load(row + 3 * Lanes), Vector512.Load(row + 4 * Lanes), Vector512.Load(row + 5 * Lanes));
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OutputGradient(float* first, float* result, nint step)
    {
        var half = stackalloc float[Reach * Side * Lanes];
        var down = (nint)tiling.Width * all;
        for (var column = 0; column < Side; column++, first += all)
        {
            Lines.OutputGradient(
                half + column * Lanes, Side * Lanes,
                Vector512.Load(first), Vector512.Load(first + down), Vector512.Load(first + 2 * down), Vector512.Load(first + 3 * down));
        }

        for (var row = half; row < half + Reach * Side * Lanes; row += Side * Lanes, result += Reach * step)
        {
            Lines.OutputGradient(
                result, step, Vector512.Load(row), Vector512.Load(row + Lanes), Vector512.Load(row + 2 * Lanes), Vector512.Load(row + 3 * Lanes));
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Output(float* products, nint step, float* first)
    {
        var half = stackalloc float[Side * Reach * Lanes];
        var down = (nint)tiling.Width * all;
        for (var column = 0; column < Reach; column++, products += step)
        {
            Lines.Output(
                half + column * Lanes, Reach * Lanes,
                Vector512.Load(products), Vector512.Load(products + Reach * step), Vector512.Load(products + 2 * Reach * step),
                Vector512.Load(products + 3 * Reach * step), Vector512.Load(products + 4 * Reach * step), Vector512.Load(products + 5 * Reach * step));
        }

        for (var row = half; row < half + Side * Reach * Lanes; row += Reach * Lanes, first += down)
        {
            Lines.Output(
                first, all,
                Vector512.Load(row), Vector512.Load(row + Lanes), Vector512.Load(row + 2 * Lanes),
                Vector512.Load(row + 3 * Lanes), Vector512.Load(row + 4 * Lanes), Vector512.Load(row + 5 * Lanes));
        }
    }
}
