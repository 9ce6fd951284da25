using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>The command <c>cuda</c>.</summary>
internal static class CudaCommand
{
    /// <summary>How the program is called for a process that measures.</summary>
    public const string ProcessName = "cuda-train";

    private const int DefaultRounds = 5;

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var rounds = ValueOptions.WholeNumber("--rounds", $"Rounds (default: {DefaultRounds})", 1, 1000);
        var python = ValueOptions.Text("--python", "A Python with a PyTorch for CUDA (default: python3)", "FILE");
        var output = ValueOptions.Text("--out", "Writes the figures there, after each round those that there are", "FILE.md");
        var command = new Command("cuda", "The same on a GPU, in all precisions, with batches from 128 to 2048.") { rounds, python, output };
        command.SetAction(async (result, cancellation) =>
        {
            var comparison = new CudaComparison(
                result.GetValue(python) ?? "python3", result.GetValue(rounds) ?? DefaultRounds, Console.Error.WriteLine);
            Section? section = null;
            await comparison.RunAsync(
                async figures =>
                {
                    section = CudaSection.Of(figures);
                    if (result.GetValue(output) is { } file)
                    {
                        await File.WriteAllTextAsync(file, section.Markdown, cancellation);
                    }
                },
                cancellation);
            Console.WriteLine(section!.Markdown);
            return ExitCode.Done;
        });
        return command;
    }
}
