namespace ResNet.Distributed.Step.Cuda;

/// <summary>What a GPU can do, by PyTorch, and where PyTorch's step spends its time.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Products">TFLOP/s of products of matrices of 8192×8192 by precision.</param>
/// <param name="Bandwidth">GB/s of a large copy, read and written.</param>
/// <param name="Kernels">By case, as its process was told it: milliseconds of each kind of kernel in a step.</param>
internal sealed record CudaMachine(
    string Device, Dictionary<string, double> Products, double Bandwidth, Dictionary<string, Dictionary<string, double>> Kernels);
