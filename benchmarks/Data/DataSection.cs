using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Data;

/// <summary>The figures as a section of the page of results.</summary>
internal static class DataSection
{
    private const double WantedRatio = 5;
    private const double WantedMemory = 200;
    private const double WantedShare = 1;
    private const double DataMegabytes = (DataOptions.TrainImages + DataOptions.ImagesPerFile) * CifarFormat.ImageBytes / 1e6;

    public static Section Of(DataOptions options, Comparison measured)
    {
        var (ours, python) = (measured.Ours, measured.Python);
        var first = Spread.OfRatios(python.Select(run => run.First), ours.Select(run => run.First));
        var again = Spread.OfRatios(python.Select(Again), ours.Select(Again));
        var memory = Spread.Of(ours.Select(More));
        var (plain, augmented) = (Spread.Of(measured.Plain.Select(Share)), Spread.Of(measured.Augmented.Select(Share)));
        var text = new StringBuilder();
        Line($"Six files in CIFAR-10's pickle format of {DataOptions.ImagesPerFile} images each, {DataMegabytes:0} MB of images, in the system's cache. {options.Rounds} rounds of a fresh process each, ours and");
        Line($"Python's (pickle and NumPy's concatenate) by turns, which read all files {options.Reads} times. Median (least to most) over the rounds.");
        Line($"");
        Line($"| | Ours | Python | ratio |");
        Line($"|---|--:|--:|--:|");
        Line($"| a process's first read, ms | {Spread.Of(ours.Select(run => run.First)).Text("0", 1000)} | {Spread.Of(python.Select(run => run.First)).Text("0", 1000)} | {first.Text("0.0")} |");
        Line($"| a later read, ms | {Spread.Of(ours.Select(Again)).Text("0", 1000)} | {Spread.Of(python.Select(Again)).Text("0", 1000)} | {again.Text("0.0")} |");
        Line($"| the files' bytes alone, into new memory of the usual pages, ms | {Spread.Of(ours.Select(run => run.NewMemory)).Text("0", 1000)} | | |");
        Line($"| the same into memory that is there: the copy, ms | {Spread.Of(ours.Select(run => run.OldMemory)).Text("0", 1000)} | | |");
        Line($"| memory taken by the first read beyond the images, MB | {memory.Text("0")} | {Spread.Of(python.Select(More)).Text("0")} | |");
        Line($"");
        Line($"A batch of 128 is made on the training thread before each step of resnet18 (all {Environment.ProcessorCount} cores):");
        Line($"");
        Line($"| | ms | share of the step, % |");
        Line($"|---|--:|--:|");
        Line($"| as it is | {Spread.Of(measured.Plain.Select(share => share.Seconds)).Text("0.00", 1000)} | {plain.Text("0.00")} |");
        Line($"| cropped and mirrored | {Spread.Of(measured.Augmented.Select(share => share.Seconds)).Text("0.00", 1000)} | {augmented.Text("0.00")} |");
        return new Section(
            "Data",
            [
                Goal.AtLeast("a process's first read of all files, times as fast as Python's", WantedRatio, first, "0.0"),
                Goal.AtLeast("a later read, times as fast", WantedRatio, again, "0.0"),
                Goal.AtMost("memory taken beyond the images, MB", WantedMemory, memory, "0"),
                Goal.AtMost("making a cropped and mirrored batch, % of the step", WantedShare, augmented, "0.00"),
            ],
            text.ToString());

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double Again(Reading reading) => Spread.Of(reading.Again).Median;

    private static double More(Reading reading) => (reading.Memory / 1e6) - DataMegabytes;

    private static double Share(BatchShare share) => 100 * share.Seconds / share.Step;
}
