using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.Scaling;

/// <summary>
/// Runs one process, two ranks of one training, two that know nothing of each other (they share the machine's memory and caches), and two that only
/// wait for each other after each step (the limit of any training in step) in turn, each in fresh processes, and prints a Markdown table.
/// </summary>
internal static class Comparison
{
    /// <summary>Measures.</summary>
    /// <param name="batchOfRank">Images per step and rank.</param>
    /// <param name="rounds">How often each.</param>
    public static async Task RunAsync(int batchOfRank, int rounds)
    {
        List<Speed> one = [], ranks = [], strangers = [], inStep = [];
        for (var round = 1; round <= rounds; round++)
        {
            one.Add(await MeasureAsync(1, batchOfRank, Togetherness.Strangers));
            ranks.Add(await MeasureAsync(2, batchOfRank, Togetherness.Training));
            strangers.Add(await MeasureAsync(2, batchOfRank, Togetherness.Strangers));
            inStep.Add(await MeasureAsync(2, batchOfRank, Togetherness.Pace));
            await Console.Error.WriteLineAsync(Line(
                $"round {round}: 1 rank {one[^1].Images:0.0}, 2 ranks {ranks[^1].Images:0.0} images/s, waiting {ranks[^1].Waiting:P1}; 2 strangers {strangers[^1].Images:0.0}, in step {inStep[^1].Images:0.0}"));
        }

        Console.WriteLine(Line($"| resnet18, {batchOfRank} images per rank, a thread per rank | images/s, median | lowest | highest |"));
        Console.WriteLine("|---|---|---|---|");
        Print("1 rank", one);
        Print("2 ranks", ranks);
        Print("2 processes, strangers", strangers);
        Print("2 processes that wait for each other after each step", inStep);
        PrintRatio("2 ranks / twice 1 rank, round by round", ranks, one, 2);
        PrintRatio("2 strangers / twice 1 rank: the machine's limit", strangers, one, 2);
        PrintRatio("2 processes in step / twice 1 rank: the limit of any training in step", inStep, one, 2);
        PrintRatio("2 ranks / 2 processes in step: what the sums of gradients leave", ranks, inStep, 1);
        var waiting = ranks.Select(run => run.Waiting).Order().ToArray();
        Console.WriteLine(Line($"| share of a step spent waiting for gradients, mean of the ranks | {Median(waiting):P1} | {waiting[0]:P1} | {waiting[^1]:P1} |"));
    }

    private static void Print(string what, List<Speed> runs) => Console.WriteLine(Line(
        $"| {what} | {Median(runs.Select(run => run.Images)):0.0} | {runs.Min(run => run.Images):0.0} | {runs.Max(run => run.Images):0.0} |"));

    private static void PrintRatio(string what, List<Speed> runs, List<Speed> baseline, int times)
    {
        var ratios = runs.Zip(baseline, (run, other) => run.Images / (times * other.Images)).Order().ToArray();
        Console.WriteLine(Line($"| {what} | {Median(ratios):0.000} | {ratios[0]:0.000} | {ratios[^1]:0.000} |"));
    }

    // A rank of a training tells the images of all ranks.
    private static async Task<Speed> MeasureAsync(int processes, int batchOfRank, Togetherness togetherness)
    {
        var folder = Directory.CreateTempSubdirectory("resnet-scaling-");
        try
        {
            var started = Enumerable.Range(0, processes).Select(rank => Start(folder.FullName, rank, processes, batchOfRank, togetherness)).ToArray();
            var speeds = await Task.WhenAll(started.Select(SpeedAsync));
            return new Speed(
                togetherness == Togetherness.Training ? speeds[0].Images : speeds.Sum(speed => speed.Images), speeds.Average(speed => speed.Waiting));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Speed> SpeedAsync(Process process)
    {
        using (process)
        {
            var line = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return line.Trim().Split(' ') is [var images, var waiting]
                ? new Speed(double.Parse(images, CultureInfo.InvariantCulture), double.Parse(waiting, CultureInfo.InvariantCulture))
                : throw new InvalidOperationException($"A rank wrote '{line.Trim()}'.");
        }
    }

    private static Process Start(string folder, int rank, int processes, int batchOfRank, Togetherness togetherness) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["rank", folder, $"{rank}", $"{processes}", $"{batchOfRank}", $"{togetherness}"])
        {
            RedirectStandardOutput = true,
        })!;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>How fast a run was.</summary>
    /// <param name="Images">A second, of all its processes.</param>
    /// <param name="Waiting">Share of a step spent waiting for gradients, 0 to 1.</param>
    private readonly record struct Speed(double Images, double Waiting);
}
