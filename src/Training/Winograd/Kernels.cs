namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Convolutions of images, (N, H, W, C) in memory, with filters of 3×3, a stride of 1 and a border of 1, by F(4×4, 3×3): 36 multiplications in place
/// of 144 for four by four outputs. What is summed, and in which order, does not depend on the number of threads. The channels that are written are
/// dealt with in groups: the transformed filters of a group stay in a last-level cache, and need no more memory.
/// </summary>
internal static unsafe class Kernels
{
    // Numbers of a group's transformed filters, at most, where that is a panel at least.
    private const int GroupNumbers = 2_400_000;

    // Tiles of a block, at most: with 64 channels their transformed values lie in a second-level cache.
    private const int BlockTiles = 64;

    // Numbers of the transformed inputs and gradients that are kept until their products are summed, at most, where those are of a few tiles at least.
    private const int KeptNumbers = 3_000_000;

    // Tiles that a thread transforms at a time.
    private const int Slice = 16;

    // Rows of a block of the filters' gradient that a thread computes at a time.
    private const int GradientRows = 16;

    /// <summary>Writes the convolution of <paramref name="input"/>.</summary>
    /// <param name="tiling">How the images are cut.</param>
    /// <param name="filters">How the filters lie in <paramref name="weight"/>.</param>
    /// <param name="weight">The filters.</param>
    /// <param name="input">(N, H, W, channels that are read).</param>
    /// <param name="output">(N, H, W, channels that are written).</param>
    public static void Convolve(Tiling tiling, FilterTransforms filters, float* weight, float* input, float* output)
    {
        var all = filters.To;
        var inputs = new TileTransforms(tiling, filters.From, filters.From);
        foreach (var (first, group) in Groups(filters))
        {
            var outputs = new TileTransforms(tiling, all, group.To);
            Convolve(group, weight + first * group.ToStep, inputs, input, outputs, output + first);
        }
    }

    /// <summary>Writes the gradient of the filters.</summary>
    /// <param name="tiling">How the images are cut.</param>
    /// <param name="filters">How the filters lie in <paramref name="weightGradient"/>.</param>
    /// <param name="input">(N, H, W, channels that are read).</param>
    /// <param name="outputGradient">(N, H, W, channels that are written).</param>
    /// <param name="weightGradient">Of the filters.</param>
    public static void FilterGradient(Tiling tiling, FilterTransforms filters, float* input, float* outputGradient, float* weightGradient)
    {
        var all = filters.To;
        var inputs = new TileTransforms(tiling, filters.From, filters.From);
        foreach (var (first, group) in Groups(filters))
        {
            var gradients = new TileTransforms(tiling, all, group.To);
            FilterGradient(group, inputs, input, gradients, outputGradient + first, weightGradient + first * group.ToStep);
        }
    }

    private static IEnumerable<(int First, FilterTransforms Group)> Groups(FilterTransforms filters)
    {
        var channels = Math.Max(1, GroupNumbers / (Tiling.Places * filters.From * Panel.Width)) * Panel.Width;
        for (var first = 0; first < filters.To; first += channels)
        {
            yield return (first, filters with { To = Math.Min(channels, filters.To - first) });
        }
    }

    private static void Convolve(FilterTransforms filters, float* weight, TileTransforms inputs, float* input, TileTransforms outputs, float* output)
    {
        using var transformed = new AlignedMemory(filters.Length);
        var right = transformed.First;
        OpenMp.For(filters.Pieces, piece => filters.Transform(piece, weight, right));

        var tiles = inputs.Tiling.Count;
        var rows = Math.Min(BlockTiles, Panel.WholeRows((tiles + OpenMp.Threads - 1) / OpenMp.Threads));
        OpenMp.For((tiles + rows - 1) / rows, block =>
        {
            var first = block * rows;
            var last = Math.Min(first + rows, tiles);
            using var left = new AlignedMemory((long)Tiling.Places * rows * filters.From);
            using var products = new AlignedMemory((long)Tiling.Places * rows * Panel.Width);
            inputs.Inputs(input, first, last, left.First, rows);
            for (var channel = 0; channel < filters.To; channel += Panel.Width)
            {
                // The last rows may be more than there are tiles: their products are made of nothing, and nobody reads them.
                Multiply(
                    products.First, left.First, right + (nint)Tiling.Places * filters.From * channel, rows, Panel.WholeRows(last - first), filters.From);
                outputs.Outputs(products.First, rows, first, last, output + channel);
            }
        });
    }

    // The 36 products of a block of tiles with one panel of the filters.
    private static void Multiply(float* products, float* left, float* right, int rows, int count, int from)
    {
        for (var place = 0; place < Tiling.Places; place++, products += rows * Panel.Width)
        {
            for (var channel = 0; channel < from; channel += Panel.Width, left += rows * Panel.Width, right += Panel.Square)
            {
                PanelProduct.Multiply(products, left, Panel.Width, 1, right, count, Panel.Width, add: channel > 0);
            }
        }
    }

    private static void FilterGradient(
        FilterTransforms filters, TileTransforms inputs, float* input, TileTransforms gradients, float* outputGradient, float* weightGradient)
    {
        var tiles = inputs.Tiling.Count;
        var kept = Math.Clamp(KeptNumbers / (Tiling.Places * (filters.From + filters.To)) / Slice * Slice, Slice, Math.Max(Slice, tiles));
        using var inputMemory = new AlignedMemory((long)Tiling.Places * kept * filters.From);
        using var gradientMemory = new AlignedMemory((long)Tiling.Places * kept * filters.To);
        using var sums = new AlignedMemory(filters.Length);
        var left = inputMemory.First;
        var right = gradientMemory.First;
        var result = sums.First;
        for (var first = 0; first < tiles; first += kept)
        {
            var (start, count) = (first, Math.Min(kept, tiles - first));
            OpenMp.For(2 * ((count + Slice - 1) / Slice), piece =>
            {
                var row = piece / 2 * Slice;
                var (from, to) = (start + row, start + Math.Min(row + Slice, count));
                if (piece % 2 == 0)
                {
                    inputs.Inputs(input, from, to, left + row * Panel.Width, kept);
                }
                else
                {
                    gradients.OutputGradients(outputGradient, from, to, right + row * Panel.Width, kept);
                }
            });
            AddProducts(filters, result, left, right, kept, count, add: start > 0);
        }

        OpenMp.For(filters.Pieces, piece => filters.TransformGradient(piece, result, weightGradient));
    }

    // For each block of the filters the product of the inputs, turned, and the gradients.
    private static void AddProducts(FilterTransforms filters, float* result, float* left, float* right, int kept, int count, bool add)
    {
        const int parts = Panel.Width / GradientRows;
        var (fromPanels, toPanels) = (filters.From / Panel.Width, filters.To / Panel.Width);
        OpenMp.For(Tiling.Places * fromPanels * toPanels * parts, piece =>
        {
            var (block, part) = Math.DivRem(piece, parts);
            var (toPanel, rest) = Math.DivRem(block, Tiling.Places * fromPanels);
            var (place, fromPanel) = Math.DivRem(rest, fromPanels);
            var sum = result + block * (nint)Panel.Square + part * GradientRows * Panel.Width;
            var input = left + ((nint)place * fromPanels + fromPanel) * kept * Panel.Width + part * GradientRows;
            var gradient = right + ((nint)place * toPanels + toPanel) * kept * Panel.Width;

            // By as many tiles at a time as let their gradients stay in a first-level cache.
            for (var tile = 0; tile < count; tile += Panel.Width)
            {
                PanelProduct.Multiply(
                    sum, input + tile * Panel.Width, 1, Panel.Width, gradient + tile * Panel.Width, GradientRows, Math.Min(Panel.Width, count - tile),
                    add || tile > 0);
            }
        });
    }
}
