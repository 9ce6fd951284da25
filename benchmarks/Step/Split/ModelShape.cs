namespace ResNet.Distributed.Step.Split;

/// <summary>What a model computes in a step.</summary>
/// <param name="Convolutions">Its convolutions, each with how often it is there; a BatchNorm follows each.</param>
/// <param name="Blocks">The sides of its blocks' outputs, each with channels and how many blocks have it.</param>
internal sealed record ModelShape(
    IReadOnlyList<(ConvShape Shape, int Count)> Convolutions, IReadOnlyList<(int Channels, int Side, int Count)> Blocks)
{
    private const int Stem = 64;
    private const int Classes = 10;

    /// <summary>Numbers that the classifier gets.</summary>
    public const int Features = 512;

    /// <summary>Multiplications and additions of a step, forward and backward, of convolutions and classifier.</summary>
    public double Operations => Convolutions.Sum(conv => conv.Count * (conv.Shape.Forward + conv.Shape.Backward))
        + (3 * 2.0 * StepOptions.BatchSize * Features * Classes);

    /// <summary>By the model's name.</summary>
    public static ModelShape Of(string model)
    {
        int[] counts = model == "resnet18" ? [2, 2, 2, 2] : [3, 4, 6, 3];
        var convolutions = new List<ConvShape> { new(3, Stem, 3, 1, 32) };
        var blocks = new List<(int Channels, int Side, int Count)>();
        var (inputs, side) = (Stem, 32);
        for (var stage = 0; stage < counts.Length; stage++)
        {
            var outputs = Stem << stage;
            for (var block = 0; block < counts[stage]; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                convolutions.Add(new ConvShape(inputs, outputs, 3, stride, side));
                if (stride == 2)
                {
                    convolutions.Add(new ConvShape(inputs, outputs, 1, stride, side));
                }

                (inputs, side) = (outputs, side / stride);
                convolutions.Add(new ConvShape(inputs, outputs, 3, 1, side));
            }

            blocks.Add((outputs, side, counts[stage]));
        }

        return new ModelShape([.. convolutions.GroupBy(shape => shape).Select(group => (group.Key, group.Count()))], blocks);
    }
}
