using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.OpenStore;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Start;

/// <summary>The program's one command.</summary>
internal static class StartCommand
{
    private const int Rounds = 5;
    private const int IdleSeconds = 210;

    /// <summary>Measures, and prints the table.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var rounds = ValueOptions.WholeNumber("--rounds", $"How often it is started (default: {Rounds})", 1, 1000);
        var idle = ValueOptions.WholeNumber("--idle-seconds", $"After how long the memory of an idle coordinator is looked at (default: {IdleSeconds})", 1, 100_000);
        var output = ValueOptions.Text("--out", "Writes the section of the page of results there", "FILE.json");
        var root = new RootCommand("Measures how long a cluster takes from the command to its first training step, and how much memory an idle coordinator needs. Run it in the repository's root.")
        {
            rounds,
            idle,
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

            var seconds = result.GetValue(idle) ?? IdleSeconds;
            var memory = await IdleCoordinator.MemoryAsync(Path.Combine(scratch.Path, "idle"), seconds, cancellation);
            await StartSection.Of(starts, memory, seconds).PublishAsync(result.GetValue(output), cancellation);
            return ExitCode.Done;
        });
        return BenchmarkCommand.RunAsync(root, args, interrupted);
    }
}
