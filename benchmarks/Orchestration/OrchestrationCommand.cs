using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Orchestration;

/// <summary>The program's one command.</summary>
internal static class OrchestrationCommand
{
    private static readonly OrchestrationOptions Defaults = new();

    /// <summary>Measures, and prints the tables.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var trials = ValueOptions.WholeNumber("--trials", $"Trials of a second each (default: {Defaults.Trials})", 16, 100_000);
        var speed = ValueOptions.WholeNumber("--speed", "How many times faster than the clock their seconds pass (default: 1)", 1, 1000);
        var rounds = new Option<int>("--rounds")
        {
            Description = $"Rounds of trials that are trained, bare and orchestrated by turns; 0 for none (default: {Defaults.Rounds})",
            HelpName = "N",
            DefaultValueFactory = _ => Defaults.Rounds,
        };
        var quick = new Option<bool>("--quick") { Description = "Show that everything works, in a few minutes" };
        var only = new Option<OrchestrationPart?>("--only") { Description = "Measure one part and print its figures: reports, heartbeats, trials or trained" };
        var output = ValueOptions.Text("--out", "Writes the section of the page of results there", "FILE.json");
        var root = new RootCommand("Measures what orchestration costs, with simulated workers and with one that trains.") { trials, speed, rounds, quick, only, output };
        root.SetAction(async (result, cancellation) =>
        {
            var isQuick = result.GetValue(quick);
            var options = Defaults with
            {
                Quick = isQuick,
                Trials = result.GetValue(trials) ?? (isQuick ? Defaults.Trials / 50 : Defaults.Trials),
                Speed = result.GetValue(speed) ?? Defaults.Speed,
                Rounds = result.GetValue(rounds),
            };
            var run = new OrchestrationRun(options, Console.Error.WriteLine);
            if (result.GetValue(only) is { } part)
            {
                await run.RunAsync(part, cancellation);
                return ExitCode.Done;
            }

            var figures = await run.RunAsync(cancellation);
            await OrchestrationSection.Of(options, figures).PublishAsync(result.GetValue(output), cancellation);
            return ExitCode.Done;
        });
        return BenchmarkCommand.RunAsync(root, args, interrupted);
    }
}
