using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Step.Split;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Step;

/// <summary>The figures as a section of the page of results.</summary>
internal static class StepSection
{
    private const double WantedRatio = 1.3;
    private const double WantedShare = 0.7;
    private const double WantedMemory = 0.8;

    public static Section Of(StepOptions options, IReadOnlyList<StepCase> cases)
    {
        var text = new StringBuilder();
        Line($"Batch {StepOptions.BatchSize}, float32. {options.Rounds} rounds of fresh processes, ours and PyTorch's by turns, another one first in each; of each");
        Line($"process {options.Steps} steps count, after {options.WarmUp} that do not. Median (least to most) over the rounds; ratios are taken round by round. libtorch {cases[0].Ours[0].Version}");
        Line($"beside PyTorch {cases[0].PyTorch[0].Version} with its defaults. The matrix product is torch's own of 2048×2048, in our process, after its steps.");
        Line($"Memory in our processes is given by {MallocEnvironment.Allocator}.");
        Line($"");
        Line($"| | {string.Join(" | ", cases.Select(Name))} |");
        Line($"|---|{string.Concat(cases.Select(_ => "--:|"))}");
        Row("images/s, ours", one => Images(one.Ours).Text("0.0"));
        Row("images/s, PyTorch", one => Images(one.PyTorch).Text("0.0"));
        Row("ratio", one => one.Ratio.Text("0.00"));
        Row("images/s, ours with `channels_last: true`", one => Images(one.ChannelsLast).Text("0.0"));
        Row("its ratio to PyTorch", one => one.ChannelsLastRatio.Text("0.00"));
        Row("its ratio to ours without", one => Spread.OfRatios(one.Ours.Select(run => run.Step), one.ChannelsLast.Select(run => run.Step)).Text("0.00"));
        Row("images/s, ours with `winograd: true`", one => Images(one.Winograd).Text("0.0"));
        Row("its ratio to PyTorch", one => one.WinogradRatio.Text("0.00"));
        Row("its ratio to ours without", one => Spread.OfRatios(one.Ours.Select(run => run.Step), one.Winograd.Select(run => run.Step)).Text("0.00"));
        Row("GFLOP/s of our step", one => Spread.Of(one.Ours.Select(one.Speed)).Text("0"));
        Row("GFLOP/s of a matrix product", one => Spread.Of(one.Ours.Select(run => run.MatrixProduct)).Text("0"));
        Row("first step of a process, ours, s", one => Spread.Of(one.Ours.Select(run => run.FirstStep)).Text("0.00"));
        Row("first step, PyTorch, s", one => Spread.Of(one.PyTorch.Select(run => run.FirstStep)).Text("0.00"));
        Row("peak memory, ours, MB", one => Peak(one.Ours).Text("0", 1e-6));
        Row("peak memory, ours with `channels_last: true`, MB", one => Peak(one.ChannelsLast).Text("0", 1e-6));
        Row("peak memory, ours with `winograd: true`, MB", one => Peak(one.Winograd).Text("0", 1e-6));
        Row("peak memory, PyTorch, MB", one => Peak(one.PyTorch).Text("0", 1e-6));
        Row("pages mapped in a step, ours", one => Spread.Of(one.Ours.Select(run => run.Faults)).Text("0"));
        Row("pages mapped, PyTorch", one => Spread.Of(one.PyTorch.Select(run => run.Faults)).Text("0"));
        Row("CPU in the kernel in a step, ours, ms", one => Spread.Of(one.Ours.Select(run => run.Kernel)).Text("0", 1000));
        Row("CPU in the kernel, PyTorch, ms", one => Spread.Of(one.PyTorch.Select(run => run.Kernel)).Text("0", 1000));
        Line($"");
        Line($"### Where a step's time goes");
        Line($"");
        Line($"Each kernel of a step alone, on tensors of its shapes, forward and backward, times how often a step has it. The floor is what its multiplications");
        Line($"and additions take at the speed of the matrix product, or what its bytes, read and written once, take at the speed of a large copy. Winograd's");
        Line($"convolutions are held against the multiplications of the usual ones, of which they do a quarter.");
        foreach (var one in cases)
        {
            WriteSplit(Name(one), one.Ours, one.Split!, Line);
            WriteSplit($"{Name(one)}, `winograd: true`", one.Winograd, one.WinogradSplit!, Line);
        }

        return new Section("The training step", [.. cases.SelectMany(Goals)], text.ToString());

        void Row(string what, Func<StepCase, string> cell) => Line($"| {what} | {string.Join(" | ", cases.Select(cell))} |");

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void WriteSplit(string name, IReadOnlyList<StepRun> runs, SplitRun split, Action<FormattableString> line)
    {
        var step = Spread.Of(runs.Select(run => run.Step)).Median;
        var data = Spread.Of(runs.Select(run => run.Data)).Median;
        var kernels = split.Parts.Sum(part => part.Seconds) + data;
        line($"");
        line($"{name}: a step of {step:0.000} s; {split.MatrixProduct:0} GFLOP/s, {split.Bandwidth:0.0} GB/s.");
        line($"");
        line($"| | ms | share of the step | floor, ms | times the floor |");
        line($"|---|--:|--:|--:|--:|");
        foreach (var part in split.Parts)
        {
            var floor = part.Floor(split.MatrixProduct, split.Bandwidth);
            line($"| {part.Name} | {1000 * part.Seconds:0} | {part.Seconds / step:P1} | {1000 * floor:0} | {part.Seconds / floor:0.0} |");
        }

        line($"| making the batch | {1000 * data:0.0} | {data / step:P1} | | |");
        line($"| the rest: allocation, caches that other kernels' data fill, the loop itself | {1000 * (step - kernels):0} | {(step - kernels) / step:P1} | | |");
    }

    private static IEnumerable<Goal> Goals(StepCase one) =>
    [
        Goal.AtLeast($"{Name(one)}: images/s over PyTorch's", WantedRatio, one.Ratio, "0.00"),
        Goal.AtLeast($"{Name(one)}: the same with `channels_last: true`", WantedRatio, one.ChannelsLastRatio, "0.00"),
        Goal.AtLeast($"{Name(one)}: the same with `winograd: true`", WantedRatio, one.WinogradRatio, "0.00"),
        Goal.AtLeast($"{Name(one)}: GFLOP/s over the matrix product's", WantedShare, one.ShareOfMatrixProduct, "0.00"),
        Goal.AtMost($"{Name(one)}: peak memory over PyTorch's", WantedMemory, one.MemoryRatio, "0.00"),
        Goal.AtMost($"{Name(one)}: the same with `winograd: true`", WantedMemory, one.WinogradMemoryRatio, "0.00"),
    ];

    private static string Name(StepCase one) => $"{one.Model}, {one.Threads} thread{(one.Threads == 1 ? "" : "s")}";

    private static Spread Images(IEnumerable<StepRun> runs) => Spread.Of(runs.Select(run => StepOptions.BatchSize / run.Step));

    private static Spread Peak(IEnumerable<StepRun> runs) => Spread.Of(runs.Select(run => (double)run.PeakMemory));
}
