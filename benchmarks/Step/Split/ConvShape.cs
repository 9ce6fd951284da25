namespace ResNet.Distributed.Step.Split;

/// <summary>A convolution of a step, and the BatchNorm behind it.</summary>
/// <param name="Inputs">Channels that go in.</param>
/// <param name="Outputs">Channels that come out.</param>
/// <param name="Kernel">The kernel's side.</param>
/// <param name="Stride">Pixels between two places of the kernel.</param>
/// <param name="Side">The input images' side.</param>
internal sealed record ConvShape(int Inputs, int Outputs, int Kernel, int Stride, int Side)
{
    /// <summary>Whether its input are the images, of which nobody wants a gradient.</summary>
    public bool IsFirst => Inputs == 3;

    /// <summary>The output images' side.</summary>
    public int OutputSide => Side / Stride;

    /// <summary>Numbers of the input.</summary>
    public long InputNumbers => (long)StepOptions.BatchSize * Inputs * Side * Side;

    /// <summary>Numbers of the output.</summary>
    public long OutputNumbers => (long)StepOptions.BatchSize * Outputs * OutputSide * OutputSide;

    /// <summary>Multiplications and additions of the forward pass.</summary>
    public double Forward => 2.0 * OutputNumbers * Inputs * Kernel * Kernel;

    /// <summary>Those of the backward pass: the weights' gradient, and the input's.</summary>
    public double Backward => IsFirst ? Forward : 2 * Forward;
}
