using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>The figures as a section of the page of results.</summary>
internal static class CudaSection
{
    private const double WantedRatio = 1.0;

    /// <summary>Makes it.</summary>
    public static Section Of(CudaFigures figures)
    {
        var text = new StringBuilder();
        Line($"{figures.Machine.Device}; libtorch {figures.OurVersion} beside PyTorch {figures.TheirVersion}, eager. {figures.Rounds} rounds, in each of which both do every case");
        Line($"by turns, another one first in each, in two processes that stay. The images lie in the GPU's memory for both, the loss of each step is read in both.");
        Line($"PyTorch's `bf16` is its `autocast`; `fp32` has TF32 switched off in both. Median (least to most) over the rounds; ratios are taken round by round.");
        Line($"");
        Line($"| | images/s, ours | ms a step | PyTorch's images/s | ratio | share of the GPU's matrix product |");
        Line($"|---|--:|--:|--:|--:|--:|");
        foreach (var one in CudaCase.All)
        {
            var ours = Spread.Of(figures.Ours[one]);
            var share = one.Operations / 1e12 / ours.Median / figures.Machine.Products[one.Precision];
            Line($"| {Name(one)} | {one.Batch / ours.Median:0} | {ours.Text("0.00", 1000)} | {one.Batch / Spread.Of(figures.PyTorch[one]).Median:0} | {figures.Ratio(one).Text("0.00")} | {share:0.00} |");
        }

        Line($"");
        Line($"Products of 8192×8192, TFLOP/s: {string.Join(", ", figures.Machine.Products.Select(product => Text($"{product.Key} {product.Value:0}")))}. A large copy: {figures.Machine.Bandwidth:0} GB/s, read and written.");
        Line($"With batch 8 the GPU has nearly nothing to do: that is what it takes to ask for a step's kernels, which larger batches hide behind the GPU's own work.");
        Line($"");
        Line($"### Where a step's time goes on the GPU");
        Line($"");
        Line($"Milliseconds of a step's kernels by kind, from PyTorch's profiler, whose kernels are those of the same libtorch; ours differ in the optimizer and in the casts of `bf16`.");
        Line($"");
        string[] kinds = [.. figures.Machine.Kernels.SelectMany(one => one.Value.Keys).Distinct().Order(StringComparer.Ordinal)];
        Line($"| | {string.Join(" | ", kinds)} |");
        Line($"|---|{string.Concat(kinds.Select(_ => "--:|"))}");
        foreach (var (key, times) in figures.Machine.Kernels)
        {
            Line($"| {Name(CudaCase.Parse(key))} | {string.Join(" | ", kinds.Select(kind => Text($"{times.GetValueOrDefault(kind):0.00}")))} |");
        }

        return new Section("The training step on a GPU", [.. CudaCase.All.Where(one => one.Batch > CudaCase.Tiny).Select(GoalOf)], text.ToString());

        Goal GoalOf(CudaCase one) => Goal.AtLeast($"GPU, {Name(one)}: images/s over PyTorch's", WantedRatio, figures.Ratio(one), "0.00");

        void Line(FormattableString line) => text.Append(Text(line)).Append('\n');
    }

    private static string Name(CudaCase one) => $"{one.Model}, {one.Precision}, batch {one.Batch}{(one.ChannelsLast ? ", channels last" : "")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
