namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Convolutions of images, (N, H, W, C) in memory, with filters of 3×3, a stride of 1 and a border of 1, by F(4×4, 3×3): 36 products of matrices in
/// place of 144 multiplications for each four by four outputs. What is summed, and in which order, does not depend on the number of threads.
/// </summary>
internal static unsafe class Kernels
{
    // Tiles whose transformed values lie in a second-level cache with 64 channels.
    private const int BlockTiles = 64;

    // Transformed inputs and gradients of so many numbers are kept until their products are summed: they should lie in a last-level cache.
    private const int KeptNumbers = 5_000_000;

    // Tiles that a thread transforms at a time.
    private const int Slice = 16;

    // Rows of a block of the filters' gradient that a thread computes at a time.
    private const int GradientRows = 16;

    /// <summary>Writes the convolution of <paramref name="input"/>.</summary>
    /// <param name="tiling">How the images are cut.</param>
    /// <param name="filters">What is known of the filters.</param>
    /// <param name="weight">The filters.</param>
    /// <param name="from">Channels of the input.</param>
    /// <param name="input">(N, H, W, from).</param>
    /// <param name="to">Channels of the output.</param>
    /// <param name="output">(N, H, W, to).</param>
    public static void Convolve(Tiling tiling, FilterTransforms filters, float* weight, int from, float* input, int to, float* output)
    {
        using var transformed = new AlignedMemory(filters.Length);
        var right = transformed.First;
        OpenMp.For(filters.Pieces, piece => filters.Transform(piece, weight, right));

        var inputs = new TileTransforms(tiling, from);
        var outputs = new TileTransforms(tiling, to);
        var rows = Math.Min(BlockTiles, Panel.WholeRows(tiling.Count));
        OpenMp.For((tiling.Count + rows - 1) / rows, block =>
        {
            var first = block * rows;
            var last = Math.Min(first + rows, tiling.Count);
            using var left = new AlignedMemory((long)Tiling.Places * rows * from);
            using var products = new AlignedMemory((long)Tiling.Places * rows * Panel.Width);
            inputs.Inputs(input, first, last, left.First, rows);
            for (var panel = 0; panel < to / Panel.Width; panel++)
            {
                Multiply(products.First, left.First, right + panel * (nint)Tiling.Places * from * Panel.Width, rows, Panel.WholeRows(last - first), from);
                outputs.Outputs(products.First, rows, first, last, panel, output);
            }
        });
    }

    /// <summary>Writes the gradient of the filters.</summary>
    /// <param name="tiling">How the images are cut.</param>
    /// <param name="filters">What is known of the filters.</param>
    /// <param name="from">Channels of the input.</param>
    /// <param name="input">(N, H, W, from).</param>
    /// <param name="to">Channels of the output.</param>
    /// <param name="outputGradient">(N, H, W, to).</param>
    /// <param name="weightGradient">Of the shape of the filters.</param>
    public static void FilterGradient(Tiling tiling, FilterTransforms filters, int from, float* input, int to, float* outputGradient, float* weightGradient)
    {
        var tiles = Math.Clamp(KeptNumbers / (Tiling.Places * (from + to)) / Slice * Slice, Slice, Math.Max(Slice, tiling.Count));
        using var inputMemory = new AlignedMemory((long)Tiling.Places * tiles * from);
        using var gradientMemory = new AlignedMemory((long)Tiling.Places * tiles * to);
        using var sums = new AlignedMemory(filters.Length);
        var left = inputMemory.First;
        var right = gradientMemory.First;
        var result = sums.First;
        var inputs = new TileTransforms(tiling, from);
        var gradients = new TileTransforms(tiling, to);
        var (fromPanels, toPanels) = (from / Panel.Width, to / Panel.Width);
        for (var first = 0; first < tiling.Count; first += tiles)
        {
            var (start, count) = (first, Math.Min(tiles, tiling.Count - first));
            var slices = (count + Slice - 1) / Slice;
            OpenMp.For(2 * slices, piece =>
            {
                var row = piece / 2 * Slice;
                var end = start + Math.Min(row + Slice, count);
                if (piece % 2 == 0)
                {
                    inputs.Inputs(input, start + row, end, left + row * Panel.Width, tiles);
                }
                else
                {
                    gradients.OutputGradients(outputGradient, start + row, end, right + row * Panel.Width, tiles);
                }
            });
            OpenMp.For(Tiling.Places * fromPanels * toPanels * (Panel.Width / GradientRows), piece =>
            {
                var (block, part) = Math.DivRem(piece, Panel.Width / GradientRows);
                var (toPanel, rest) = Math.DivRem(block, Tiling.Places * fromPanels);
                var (place, fromPanel) = Math.DivRem(rest, fromPanels);
                AddProducts(
                    result + block * (nint)Panel.Square + part * GradientRows * Panel.Width,
                    left + ((nint)place * fromPanels + fromPanel) * tiles * Panel.Width + part * GradientRows,
                    right + ((nint)place * toPanels + toPanel) * tiles * Panel.Width,
                    count,
                    add: start > 0);
            });
        }

        OpenMp.For(filters.Pieces, piece => filters.TransformGradient(piece, result, weightGradient));
    }

    // The 36 products of a block of tiles with one panel of the filters.
    private static void Multiply(float* products, float* left, float* right, int rows, int count, int from)
    {
        for (var place = 0; place < Tiling.Places; place++, products += rows * Panel.Width)
        {
            for (var panel = 0; panel < from / Panel.Width; panel++, left += rows * Panel.Width, right += Panel.Square)
            {
                PanelProduct.Multiply(products, left, Panel.Width, 1, right, count, Panel.Width, add: panel > 0);
            }
        }
    }

    // By as many tiles at a time as let their gradients stay in a first-level cache.
    private static void AddProducts(float* result, float* left, float* right, int count, bool add)
    {
        for (var tile = 0; tile < count; tile += Panel.Width)
        {
            PanelProduct.Multiply(
                result, left + tile * Panel.Width, 1, Panel.Width, right + tile * Panel.Width, GradientRows, Math.Min(Panel.Width, count - tile), add || tile > 0);
        }
    }
}
