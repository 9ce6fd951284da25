using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.AllReduce;

/// <summary>The program's one command.</summary>
internal static class AllReduceCommand
{
    private const int MaxRanks = 16;

    /// <summary>Measures, and prints the tables.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var ranks = new Option<int[]>("--ranks")
        {
            Description = "World sizes, 2 to 16 (default: 2 4)",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [2, 4],
        };
        ranks.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is { } values && values.Any(value => value is < 2 or > MaxRanks))
            {
                result.AddError($"--ranks: found '{string.Join(' ', values)}', expected whole numbers from 2 to {MaxRanks}");
            }
        });
        var rounds = ValueOptions.WholeNumber("--rounds", "Rounds, in each of which all sizes and transports have their turn (default: 7)", 1, 1000);
        var quick = new Option<bool>("--quick") { Description = "Only the size of the model's gradients" };
        var output = ValueOptions.Text("--out", "Writes the tables there, as Markdown", "FILE.md");
        var root = new RootCommand("Measures the all-reduce over TCP and shared memory beside PyTorch's Gloo.") { ranks, rounds, quick, output };
        root.SetAction((result, cancellation) => ExecuteAsync(
            result.GetValue(ranks)!, result.GetValue(rounds) ?? 7, result.GetValue(quick), result.GetValue(output), cancellation));
        return BenchmarkCommand.RunAsync(root, args, interrupted);
    }

    private static async Task<int> ExecuteAsync(int[] ranks, int rounds, bool quick, string? page, CancellationToken cancellation)
    {
        var text = $"{MachineText.Read()}.{Environment.NewLine}";
        foreach (var worldSize in ranks)
        {
            var result = await new Comparison(worldSize, rounds, quick).RunAsync(Console.Error.WriteLine, cancellation);
            text += Environment.NewLine + Tables.Write(result);
        }

        Console.WriteLine(text);
        if (page is not null)
        {
            await File.WriteAllTextAsync(page, text, cancellation);
        }

        return ExitCode.Done;
    }
}
