using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.Scaling;

/// <summary>Runs one rank and two ranks in turn, each in fresh processes, and prints a Markdown table.</summary>
internal static class Comparison
{
    /// <summary>Measures.</summary>
    /// <param name="batchOfRank">Images per step and rank.</param>
    /// <param name="rounds">How often each.</param>
    public static async Task RunAsync(int batchOfRank, int rounds)
    {
        var (one, two) = (new List<(double Speed, double Wait)>(), new List<(double Speed, double Wait)>());
        for (var round = 1; round <= rounds; round++)
        {
            one.Add(await MeasureAsync(1, batchOfRank));
            two.Add(await MeasureAsync(2, batchOfRank));
            Console.Error.WriteLine(Line($"round {round}: 1 rank {one[^1].Speed:0.0}, 2 ranks {two[^1].Speed:0.0} images/s, waiting {two[^1].Wait:P1}"));
        }

        var ratios = one.Zip(two, (a, b) => b.Speed / (2 * a.Speed)).Order().ToArray();
        Console.WriteLine(Line($"| resnet18, {batchOfRank} images per rank, a thread per rank | images/s, median | lowest | highest |"));
        Console.WriteLine("|---|---|---|---|");
        Print("1 rank", one);
        Print("2 ranks", two);
        Console.WriteLine(Line($"| 2 ranks / twice 1 rank, round by round | {Median(ratios):0.000} | {ratios[0]:0.000} | {ratios[^1]:0.000} |"));
        Console.WriteLine(Line($"| share of a step spent waiting for gradients | {Median(two.Select(t => t.Wait)):P1} | {two.Min(t => t.Wait):P1} | {two.Max(t => t.Wait):P1} |"));
    }

    private static void Print(string what, List<(double Speed, double Wait)> runs) => Console.WriteLine(Line(
        $"| {what} | {Median(runs.Select(run => run.Speed)):0.0} | {runs.Min(run => run.Speed):0.0} | {runs.Max(run => run.Speed):0.0} |"));

    private static async Task<(double Speed, double Wait)> MeasureAsync(int worldSize, int batchOfRank)
    {
        var folder = Directory.CreateTempSubdirectory("resnet-scaling-");
        try
        {
            var ranks = Enumerable.Range(0, worldSize).Select(rank => Start(folder.FullName, rank, worldSize, batchOfRank)).ToArray();
            var line = await ranks[0].StandardOutput.ReadToEndAsync();
            foreach (var rank in ranks)
            {
                await rank.WaitForExitAsync();
                rank.Dispose();
            }

            return line.Trim().Split(' ') is [var speed, var wait]
                ? (double.Parse(speed, CultureInfo.InvariantCulture), double.Parse(wait, CultureInfo.InvariantCulture))
                : throw new InvalidOperationException($"A rank wrote '{line.Trim()}'.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string folder, int rank, int worldSize, int batchOfRank) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["rank", folder, $"{rank}", $"{worldSize}", $"{batchOfRank}"]) { RedirectStandardOutput = true })!;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
