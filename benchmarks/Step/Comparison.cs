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
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var one in cases)
            {
                // Who is first changes from round to round.
                foreach (var isOurs in round % 2 == 1 ? (bool[])[true, false] : [false, true])
                {
                    (isOurs ? one.Ours : one.PyTorch).Add(await RunAsync(one, isOurs, cancellation));
                }

                note(Text($"round {round}, {one.Model}, {one.Threads} threads: ours {one.Ours[^1].Step:0.000} s, PyTorch {one.PyTorch[^1].Step:0.000} s"));
            }
        }

        foreach (var one in cases)
        {
            note(Text($"split of {one.Model}, {one.Threads} threads"));
            var json = await Child.RunOwnAsync(["split", one.Model, Text($"{one.Threads}")], cancellation);
            one.Split = JsonSerializer.Deserialize<SplitRun>(json, StepRun.Json);
        }

        return cases;
    }

    private async Task<StepRun> RunAsync(StepCase one, bool isOurs, CancellationToken cancellation)
    {
        string[] arguments = [one.Model, Text($"{one.Threads}"), Text($"{options.WarmUp}"), Text($"{options.Steps}")];
        var script = Path.Combine(AppContext.BaseDirectory, "step.py");
        return StepRun.Parse(isOurs
            ? await Child.RunOwnAsync(["train", .. arguments], cancellation)
            : await Child.RunAsync(options.Python, [script, .. arguments], cancellation));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
