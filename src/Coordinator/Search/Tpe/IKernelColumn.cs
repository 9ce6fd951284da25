namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>One dimension of all kernels of a Parzen estimator: one for each trial, then the prior's.</summary>
internal interface IKernelColumn
{
    /// <summary>A coordinate drawn from one kernel.</summary>
    double Draw(int kernel, RandomStream stream);

    /// <summary>Multiplies each kernel's product by its density at a coordinate.</summary>
    void Multiply(double coordinate, Span<double> products);
}
