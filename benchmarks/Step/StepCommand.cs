using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Step.Cuda;

namespace ResNet.Distributed.Step;

/// <summary>The program's one command.</summary>
internal static class StepCommand
{
    private static readonly StepOptions Defaults = new();

    /// <summary>Measures, and prints the tables.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var rounds = ValueOptions.WholeNumber("--rounds", $"Rounds, in each of which all have their turn (default: {Defaults.Rounds})", 1, 1000);
        var steps = ValueOptions.WholeNumber("--steps", $"Steps of each turn that count (default: {Defaults.Steps})", 1, 1000);
        var models = new Option<string[]>("--models")
        {
            Description = $"Models (default: {string.Join(' ', Defaults.Models)})",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Defaults.Models,
        };
        models.AcceptOnlyFromAmong(Defaults.Models);
        var threads = new Option<int[]>("--threads")
        {
            Description = $"Numbers of torch's threads (default: {string.Join(' ', Defaults.Threads)})",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Defaults.Threads,
        };
        var python = ValueOptions.Text("--python", $"A Python with PyTorch (default: {Defaults.Python})", "FILE");
        var output = ValueOptions.Text("--out", "Writes the section of the page of results there", "FILE.json");
        var root = new RootCommand("Measures our training step beside PyTorch's.") { rounds, steps, models, threads, python, output, CudaCommand.Create() };
        root.SetAction(async (result, cancellation) =>
        {
            var options = Defaults with
            {
                Models = result.GetValue(models)!,
                Threads = result.GetValue(threads)!,
                Rounds = result.GetValue(rounds) ?? Defaults.Rounds,
                Steps = result.GetValue(steps) ?? Defaults.Steps,
                Python = result.GetValue(python) ?? Defaults.Python,
            };
            var cases = await new Comparison(options, Console.Error.WriteLine).RunAsync(cancellation);
            await StepSection.Of(options, cases).PublishAsync(result.GetValue(output), cancellation);
            return ExitCode.Done;
        });
        return BenchmarkCommand.RunAsync(root, args, interrupted);
    }
}
