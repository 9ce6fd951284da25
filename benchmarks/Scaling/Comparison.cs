using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.Scaling;

/// <summary>
/// Runs one rank, two ranks, and two that know nothing of each other (the limit that the machine sets: they share its memory and caches) in
/// turn, each in fresh processes, and prints a Markdown table.
/// </summary>
internal static class Comparison
{
    /// <summary>Measures.</summary>
    /// <param name="batchOfRank">Images per step and rank.</param>
    /// <param name="rounds">How often each.</param>
    public static async Task RunAsync(int batchOfRank, int rounds)
    {
        var (one, two, strangers) = (new List<(double Speed, double Wait)>(), new List<(double Speed, double Wait)>(), new List<(double Speed, double Wait)>());
        for (var round = 1; round <= rounds; round++)
        {
            one.Add(await MeasureAsync(1, batchOfRank));
            two.Add(await MeasureAsync(2, batchOfRank));
            var both = await Task.WhenAll(MeasureAsync(1, batchOfRank), MeasureAsync(1, batchOfRank));
            strangers.Add((both.Sum(run => run.Speed), 0));
            Console.Error.WriteLine(Line($"round {round}: 1 rank {one[^1].Speed:0.0}, 2 ranks {two[^1].Speed:0.0} images/s, waiting {two[^1].Wait:P1}, 2 strangers {strangers[^1].Speed:0.0}"));
        }

        Console.WriteLine(Line($"| resnet18, {batchOfRank} images per rank, a thread per rank | images/s, median | lowest | highest |"));
        Console.WriteLine("|---|---|---|---|");
        Print("1 rank", one);
        Print("2 ranks", two);
        Print("2 processes of 1 rank, at the same time", strangers);
        PrintRatio("2 ranks / twice 1 rank, round by round", two.Zip(one, (a, b) => a.Speed / (2 * b.Speed)));
        PrintRatio("2 processes of 1 rank / twice 1 rank: the machine's limit", strangers.Zip(one, (a, b) => a.Speed / (2 * b.Speed)));
        PrintRatio("2 ranks / 2 processes of 1 rank", two.Zip(strangers, (a, b) => a.Speed / b.Speed));
        Console.WriteLine(Line($"| share of a step spent waiting for gradients, mean of the ranks | {Median(two.Select(t => t.Wait)):P1} | {two.Min(t => t.Wait):P1} | {two.Max(t => t.Wait):P1} |"));
    }

    private static void Print(string what, List<(double Speed, double Wait)> runs) => Console.WriteLine(Line(
        $"| {what} | {Median(runs.Select(run => run.Speed)):0.0} | {runs.Min(run => run.Speed):0.0} | {runs.Max(run => run.Speed):0.0} |"));

    private static void PrintRatio(string what, IEnumerable<double> rounds)
    {
        var ratios = rounds.Order().ToArray();
        Console.WriteLine(Line($"| {what} | {Median(ratios):0.000} | {ratios[0]:0.000} | {ratios[^1]:0.000} |"));
    }

    private static async Task<(double Speed, double Wait)> MeasureAsync(int worldSize, int batchOfRank)
    {
        var folder = Directory.CreateTempSubdirectory("resnet-scaling-");
        try
        {
            var ranks = Enumerable.Range(0, worldSize).Select(rank => Start(folder.FullName, rank, worldSize, batchOfRank)).ToArray();
            var results = await Task.WhenAll(ranks.Select(ResultAsync));
            return (results[0].Speed, results.Average(rank => rank.Wait));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Speed, double Wait)> ResultAsync(Process rank)
    {
        using (rank)
        {
            var line = await rank.StandardOutput.ReadToEndAsync();
            await rank.WaitForExitAsync();
            return line.Trim().Split(' ') is [var speed, var wait]
                ? (double.Parse(speed, CultureInfo.InvariantCulture), double.Parse(wait, CultureInfo.InvariantCulture))
                : throw new InvalidOperationException($"A rank wrote '{line.Trim()}'.");
        }
    }

    private static Process Start(string folder, int rank, int worldSize, int batchOfRank) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["rank", folder, $"{rank}", $"{worldSize}", $"{batchOfRank}"]) { RedirectStandardOutput = true })!;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
