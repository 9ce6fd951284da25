using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>What was measured.</summary>
/// <param name="OurVersion">Of our libtorch.</param>
/// <param name="TheirVersion">Of PyTorch.</param>
/// <param name="Machine">What the GPU can do.</param>
internal sealed record CudaFigures(string OurVersion, string TheirVersion, CudaMachine Machine)
{
    /// <summary>Seconds of our steps, round by round, by case.</summary>
    public Dictionary<CudaCase, List<double>> Ours { get; } = CudaCase.All.ToDictionary(one => one, _ => new List<double>());

    /// <summary>PyTorch's.</summary>
    public Dictionary<CudaCase, List<double>> PyTorch { get; } = CudaCase.All.ToDictionary(one => one, _ => new List<double>());

    /// <summary>How many rounds there were.</summary>
    public int Rounds => PyTorch[CudaCase.All[^1]].Count;

    /// <summary>How many times as many images a second as PyTorch.</summary>
    public Spread Ratio(CudaCase one) => Spread.OfRatios(PyTorch[one], Ours[one]);
}
