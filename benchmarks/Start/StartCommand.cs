using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.OpenStore;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Start;

/// <summary>The program's one command.</summary>
internal static class StartCommand
{
    private const int Rounds = 5;

    /// <summary>Measures, and prints the table.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var rounds = ValueOptions.WholeNumber("--rounds", $"How often it is started (default: {Rounds})", 1, 1000);
        var output = ValueOptions.Text("--out", "Writes the section of the page of results there", "FILE.json");
        var root = new RootCommand("Measures how long a cluster takes from the command to its first training step. Run it in the repository's root.")
        {
            rounds,
            output,
        };
        root.SetAction(async (result, cancellation) =>
        {
            using var scratch = new ScratchFolder();
            var data = SyntheticCifar.Write(Path.Combine(scratch.Path, "data"), 1, trainPerBatch: 10_000, testCount: 10_000, cancellation);
            var starts = new List<IReadOnlyList<double>>();
            for (var round = 1; round <= (result.GetValue(rounds) ?? Rounds); round++)
            {
                starts.Add(await new ClusterStart(Path.Combine(scratch.Path, $"{round}"), data).RunAsync(cancellation));
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"round {round}: {string.Join(", ", starts[^1].Select(seconds => seconds.ToString("0.00", null)))} s"));
            }

            await StartSection.Of(starts).PublishAsync(result.GetValue(output), cancellation);
            return ExitCode.Done;
        });
        try
        {
            return await CommandInvocation.RunAsync(root, args, Console.Error.WriteLine, interrupted);
        }
        catch (InvalidOperationException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }
}
