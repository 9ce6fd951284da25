using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.OpenStore;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Data;

/// <summary>The program's one command.</summary>
internal static class DataCommand
{
    private static readonly DataOptions Defaults = new();

    /// <summary>Makes a data set, measures, and prints the tables.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var rounds = ValueOptions.WholeNumber("--rounds", $"Rounds, in each of which all have their turn (default: {Defaults.Rounds})", 1, 1000);
        var python = ValueOptions.Text("--python", $"A Python with NumPy (default: {Defaults.Python})", "FILE");
        var output = ValueOptions.Text("--out", "Writes the section of the page of results there", "FILE.json");
        var root = new RootCommand("Measures the reading of CIFAR-10 beside Python's, and the making of batches beside the step.") { rounds, python, output };
        root.SetAction(async (result, cancellation) =>
        {
            var options = Defaults with
            {
                Rounds = result.GetValue(rounds) ?? Defaults.Rounds,
                Python = result.GetValue(python) ?? Defaults.Python,
            };
            using var scratch = new ScratchFolder();
            var folder = SyntheticCifar.Write(scratch.Path, 1, DataOptions.ImagesPerFile, DataOptions.ImagesPerFile, cancellation);
            var comparison = new Comparison(options, folder, Console.Error.WriteLine);
            await comparison.RunAsync(cancellation);
            await DataSection.Of(options, comparison).PublishAsync(result.GetValue(output), cancellation);
            return ExitCode.Done;
        });
        return BenchmarkCommand.RunAsync(root, args, interrupted);
    }
}
