using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.AllReduce;

/// <summary>The figures as Markdown.</summary>
internal static class Tables
{
    private static readonly string[] Ours = [ComparisonResult.Tcp, ComparisonResult.Memory, ComparisonResult.Staged];

    public static string Write(ComparisonResult result)
    {
        var text = new StringBuilder();
        Line($"## {result.WorldSize} ranks");
        Line($"");
        Line($"Milliseconds of a call, median (least to most); under it the share of Gloo's time (PyTorch {result.TorchVersion}).");
        Line($"");
        Line($"| | {ComparisonResult.Gloo} | {string.Join(" | ", Ours)} |");
        Line($"|---|--:|--:|--:|--:|");
        foreach (var size in result.Sizes)
        {
            Line($"| {size.Name} | {Milliseconds(result.Of(ComparisonResult.Gloo, size))} | {string.Join(" | ", Ours.Select(Cell))} |");

            string Cell(string name)
            {
                var ratio = result.Ratio(name, size);
                return Text($"{Milliseconds(result.Of(name, size))}<br>{ratio.Median:0.00} ({ratio.Least:0.00} to {ratio.Most:0.00})");
            }
        }

        Line($"");
        WriteLimits(result, Line);
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    // Read and written bytes that cannot be saved: in shared memory every rank's values once each way; over TCP what the ranks
    // send, copied once from a rank's memory to the next one's, without the sums.
    private static void WriteLimits(ComparisonResult result, Action<FormattableString> line)
    {
        foreach (var size in result.LimitSizes)
        {
            var bytes = (double)sizeof(float) * size.Count;
            var copy = result.Copy(size);
            line($"{size.Name}: all ranks copying at once move {copy.Median / 1e9:0.0} GB/s ({copy.Least / 1e9:0.0} to {copy.Most / 1e9:0.0}), read and written.");
            line($"");
            Limit(ComparisonResult.Memory, 2 * result.WorldSize * bytes);
            Limit(ComparisonResult.Tcp, 2 * 2 * (result.WorldSize - 1) * bytes);
            line($"");

            void Limit(string name, double traffic)
            {
                var bound = traffic / copy.Median;
                var took = result.Of(name, size).Median;
                line($"- {name} moves at least {traffic / 1e6:0} MB: {1000 * bound:0.0} ms, {100 * bound / took:0} % of the {1000 * took:0.0} ms that it takes");
            }
        }
    }

    private static string Milliseconds(Spread seconds)
    {
        var digits = seconds.Median < 0.001 ? "0.000" : seconds.Median < 0.01 ? "0.00" : "0.0";
        return seconds.Text(digits, 1000);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
