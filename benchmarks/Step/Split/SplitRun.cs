namespace ResNet.Distributed.Step.Split;

/// <summary>The parts of a step, measured kernel by kernel.</summary>
/// <param name="Parts">Each kind of work, its kernels' times added up.</param>
/// <param name="MatrixProduct">GFLOP/s of a large matrix product in the same process.</param>
/// <param name="Bandwidth">GB/s that a large copy reads and writes.</param>
internal sealed record SplitRun(IReadOnlyList<Part> Parts, double MatrixProduct, double Bandwidth)
{
    /// <summary>Measures with torch's threads as they are.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="winograd">Whether the step is one with <c>winograd: true</c>.</param>
    public static SplitRun Measure(string model, bool winograd)
    {
        var shape = ModelShape.Of(model);
        var kernels = new Kernels(winograd);
        Part[] parts =
        [
            Sum(shape.Convolutions.Select(conv => conv.Count * kernels.ConvolutionForward(conv.Shape))),
            Sum(shape.Convolutions.Select(conv => conv.Count * kernels.ConvolutionBackward(conv.Shape))),
            Sum(shape.Convolutions.Select(conv => conv.Count * kernels.BatchNorm(conv.Shape))),
            // One behind the stem, whose output has the shape of the first blocks', and two in each block.
            kernels.Relu(shape.Blocks[0].Channels, shape.Blocks[0].Side)
                + Sum(shape.Blocks.Select(block => 2 * block.Count * kernels.Relu(block.Channels, block.Side))),
            Sum(shape.Blocks.Select(block => block.Count * kernels.Add(block.Channels, block.Side))),
            kernels.Loss(),
            kernels.Optimizer(model),

            // In each block once.
            Sum(shape.Blocks.Select(block => block.Count * kernels.Again(block.Channels, block.Side))),
        ];
        return new SplitRun(parts, Step.MatrixProduct.Measure(), Kernels.Bandwidth());
    }

    private static Part Sum(IEnumerable<Part> parts) => parts.Aggregate((sum, part) => sum + part);
}
