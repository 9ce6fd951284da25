using ResNet.Distributed.Measuring;
using ResNet.Distributed.Step.Split;

namespace ResNet.Distributed.Step;

/// <summary>One model with one number of threads, and what was measured of it, round by round.</summary>
internal sealed record StepCase(string Model, int Threads)
{
    /// <summary>Our processes.</summary>
    public List<StepRun> Ours { get; } = [];

    /// <summary>Our processes with the channels of a pixel side by side.</summary>
    public List<StepRun> ChannelsLast { get; } = [];

    /// <summary>Our processes with Winograd's convolutions.</summary>
    public List<StepRun> Winograd { get; } = [];

    /// <summary>PyTorch's.</summary>
    public List<StepRun> PyTorch { get; } = [];

    /// <summary>Where our step's time goes; null until it is known.</summary>
    public SplitRun? Split { get; set; }

    /// <summary>The same with Winograd's convolutions.</summary>
    public SplitRun? WinogradSplit { get; set; }

    /// <summary>How many times as many images a second as PyTorch.</summary>
    public Spread Ratio => Spread.OfRatios(PyTorch.Select(run => run.Step), Ours.Select(run => run.Step));

    /// <summary>The same with the channels of a pixel side by side.</summary>
    public Spread ChannelsLastRatio => Spread.OfRatios(PyTorch.Select(run => run.Step), ChannelsLast.Select(run => run.Step));

    /// <summary>The same with Winograd's convolutions.</summary>
    public Spread WinogradRatio => Spread.OfRatios(PyTorch.Select(run => run.Step), Winograd.Select(run => run.Step));

    /// <summary>Its peak memory over PyTorch's.</summary>
    public Spread WinogradMemoryRatio =>
        Spread.OfRatios(Winograd.Select(run => (double)run.PeakMemory), PyTorch.Select(run => (double)run.PeakMemory));

    /// <summary>The step's GFLOP/s over those of the matrix product that was measured in the same process.</summary>
    public Spread ShareOfMatrixProduct => Spread.OfRatios(Ours.Select(Speed), Ours.Select(run => run.MatrixProduct));

    /// <summary>Our peak memory over PyTorch's.</summary>
    public Spread MemoryRatio =>
        Spread.OfRatios(Ours.Select(run => (double)run.PeakMemory), PyTorch.Select(run => (double)run.PeakMemory));

    /// <summary>GFLOP/s of a step's convolutions and classifier.</summary>
    public double Speed(StepRun run) => ModelShape.Of(Model).Operations / 1e9 / run.Step;
}
