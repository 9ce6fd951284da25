using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Step.Split;

namespace ResNet.Distributed.Step;

/// <summary>Our step and PyTorch's by turns, each in a fresh process, so that what the machine does meanwhile hits both.</summary>
/// <param name="options">What is measured.</param>
/// <param name="note">Hears how far it is.</param>
internal sealed class Comparison(StepOptions options, Action<string> note)
{
    /// <summary>Measures all models with all numbers of threads.</summary>
    public async Task<IReadOnlyList<StepCase>> RunAsync(CancellationToken cancellation)
    {
        var cases = (from model in options.Models from threads in options.Threads select new StepCase(model, threads)).ToArray();
        foreach (var one in cases)
        {
            note(Text($"split of {one.Model}, {one.Threads} threads"));
            one.Split = await SplitAsync(one, StepProcess.Usual, cancellation);
            one.WinogradSplit = await SplitAsync(one, StepProcess.Winograd, cancellation);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var one in cases)
            {
                (List<StepRun> Runs, Func<Task<StepRun>> Run)[] turns =
                [
                    (one.Ours, () => OursAsync(one, StepProcess.Usual, cancellation)),
                    (one.PyTorch, () => PyTorchAsync(one, cancellation)),
                    (one.ChannelsLast, () => OursAsync(one, StepProcess.ChannelsLast, cancellation)),
                    (one.Winograd, () => OursAsync(one, StepProcess.Winograd, cancellation)),
                ];

                // Who is first changes from round to round.
                for (var turn = 0; turn < turns.Length; turn++)
                {
                    var (runs, run) = turns[(turn + round) % turns.Length];
                    runs.Add(await run());
                }

                note(Text($"round {round}, {one.Model}, {one.Threads} threads: ours {one.Ours[^1].Step:0.000} s, channels last {one.ChannelsLast[^1].Step:0.000} s, winograd {one.Winograd[^1].Step:0.000} s, PyTorch {one.PyTorch[^1].Step:0.000} s"));
            }
        }

        return cases;
    }

    private static async Task<SplitRun?> SplitAsync(StepCase one, string way, CancellationToken cancellation) =>
        JsonSerializer.Deserialize<SplitRun>(await Child.RunOwnAsync(["split", one.Model, Text($"{one.Threads}"), way], cancellation), StepRun.Json);

    private async Task<StepRun> OursAsync(StepCase one, string way, CancellationToken cancellation) =>
        StepRun.Parse(await Child.RunOwnAsync(["train", .. Arguments(one), way], cancellation));

    private async Task<StepRun> PyTorchAsync(StepCase one, CancellationToken cancellation) =>
        StepRun.Parse(await Child.RunAsync(options.Python, [Path.Combine(AppContext.BaseDirectory, "step.py"), .. Arguments(one)], cancellation));

    private string[] Arguments(StepCase one) => [one.Model, Text($"{one.Threads}"), Text($"{options.WarmUp}"), Text($"{options.Steps}")];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
