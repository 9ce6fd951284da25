using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Between filters of 3×3, where they lie in a convolution's weight, and transformed ones, (To / 64, 36, From / 64, 64, 64): for each panel of
/// channels that are written, each place of a tile and each panel of channels that are read, a block with a row for each channel that is read.
/// </summary>
/// <param name="From">Channels that are read, a multiple of <see cref="Panel.Width"/>.</param>
/// <param name="To">Channels that are written, a multiple of <see cref="Panel.Width"/>.</param>
/// <param name="FromStep">From the filter of one channel that is read to that of the next.</param>
/// <param name="ToStep">From the filter of one channel that is written to that of the next.</param>
/// <param name="Turned">Whether the taps are in reverse order: the way back through a convolution is one with such filters.</param>
internal readonly unsafe record struct FilterTransforms(int From, int To, nint FromStep, nint ToStep, bool Turned)
{
    /// <summary>Numbers of a filter.</summary>
    public const int Taps = Side * Side;

    private const int Side = 3;
    private const int Lanes = Panel.Lanes;
    private const int Reach = Tiling.Reach;

    /// <summary>Pieces of the work, by <see cref="Panel.Lanes"/> channels that are written and a panel of those that are read.</summary>
    public int Pieces => To / Lanes * FromPanels;

    /// <summary>Numbers of all transformed filters.</summary>
    public long Length => (long)Tiling.Places * From * To;

    private int FromPanels => From / Panel.Width;

    /// <summary>G g Gᵀ of a piece's filters.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(int piece, float* weight, float* result)
    {
        var taps = stackalloc float[Taps * Lanes];
        var half = stackalloc float[Reach * Side * Lanes];
        var (channel, panel) = Math.DivRem(piece, FromPanels);
        channel *= Lanes;
        var filters = weight + panel * Panel.Width * FromStep + channel * ToStep;
        var row = result + Block(channel, panel);
        for (var read = 0; read < Panel.Width; read++, filters += FromStep, row += Panel.Width)
        {
            Gather(filters, taps);
            for (var column = 0; column < Side; column++)
            {
                var top = taps + column * Lanes;
                Lines.Filter(half + column * Lanes, Side * Lanes, Vector512.Load(top), Vector512.Load(top + Side * Lanes), Vector512.Load(top + 2 * Side * Lanes));
            }

            for (var line = 0; line < Reach; line++)
            {
                var left = half + line * Side * Lanes;
                Lines.Filter(row + line * Reach * Step, Step, Vector512.Load(left), Vector512.Load(left + Lanes), Vector512.Load(left + 2 * Lanes));
            }
        }
    }

    /// <summary>Gᵀ u G of the gradients of a piece's transformed filters, written into the weight's gradient.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void TransformGradient(int piece, float* transformed, float* gradient)
    {
        var taps = stackalloc float[Taps * Lanes];
        var half = stackalloc float[Side * Reach * Lanes];
        var (channel, panel) = Math.DivRem(piece, FromPanels);
        channel *= Lanes;
        var filters = gradient + panel * Panel.Width * FromStep + channel * ToStep;
        var row = transformed + Block(channel, panel);
        for (var read = 0; read < Panel.Width; read++, filters += FromStep, row += Panel.Width)
        {
            for (var column = 0; column < Reach; column++)
            {
                var top = row + column * Step;
                var down = Reach * Step;
                Lines.FilterGradient(
                    half + column * Lanes, Reach * Lanes,
                    Vector512.Load(top), Vector512.Load(top + down), Vector512.Load(top + 2 * down),
                    Vector512.Load(top + 3 * down), Vector512.Load(top + 4 * down), Vector512.Load(top + 5 * down));
            }

            for (var line = 0; line < Side; line++)
            {
                var left = half + line * Reach * Lanes;
                Lines.FilterGradient(
                    taps + line * Side * Lanes, Lanes,
                    Vector512.Load(left), Vector512.Load(left + Lanes), Vector512.Load(left + 2 * Lanes),
                    Vector512.Load(left + 3 * Lanes), Vector512.Load(left + 4 * Lanes), Vector512.Load(left + 5 * Lanes));
            }

            Scatter(taps, filters);
        }
    }

    // From one place of a tile to the next.
    private nint Step => (nint)FromPanels * Panel.Square;

    // Where the row of a panel's first channel that is read begins, at so many channels that are written.
    private nint Block(int channel, int panel) =>
        (channel / Panel.Width * Tiling.Places * (nint)FromPanels + panel) * Panel.Square + channel % Panel.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(float* filters, float* taps)
    {
        for (var lane = 0; lane < Lanes; lane++, filters += ToStep)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                taps[(Turned ? Taps - 1 - tap : tap) * Lanes + lane] = filters[tap];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Scatter(float* taps, float* filters)
    {
        for (var lane = 0; lane < Lanes; lane++, filters += ToStep)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                filters[tap] = taps[(Turned ? Taps - 1 - tap : tap) * Lanes + lane];
            }
        }
    }
}
