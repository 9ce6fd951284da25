using System.Globalization;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Numerics;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>
/// The flat optimizers against PyTorch's own, on the same numbers: SGD to the bit. Adam to the bit but for one operation: the square root is MKL's in the
/// libtorch that TorchSharp brings, and in one of five numbers one unit in the last place from the correctly rounded one of a build without MKL, as Debian's is.
/// (Each other operation of the step was compared by itself: no bit differs. TorchSharp's own Adam differs from this PyTorch in the same way.)
/// </summary>
[Collection(nameof(TorchTests))]
public sealed class PyTorchOptimizerTests
{
    private const int Count = 5_003;
    private const int Steps = 4;

    private const string Script = """
        import sys, torch
        count, steps = int(sys.argv[1]), int(sys.argv[2])
        def numbers(seed):
            i = torch.arange(count, dtype=torch.int64)
            return ((i * 7919 + seed * 104729) % 2001 - 1000).to(torch.float32) / 1024
        for make in (lambda p: torch.optim.Adam(p, 1e-2), lambda p: torch.optim.Adam(p, 1e-2, weight_decay=0.05),
                     lambda p: torch.optim.SGD(p, 1e-2), lambda p: torch.optim.SGD(p, 1e-2, momentum=0.9, weight_decay=5e-4)):
            p = torch.nn.Parameter(numbers(0))
            optimizer = make([p])
            for step in range(1, steps + 1):
                p.grad = numbers(step)
                optimizer.step()
            print(*p.tolist())
        """;

    private static readonly OptimizerPlan[] Plans =
    [
        new(),
        new() { WeightDecay = 0.05 },
        new() { Name = "sgd" },
        new() { Name = "sgd", Momentum = 0.9, WeightDecay = 5e-4 },
    ];

    [Fact]
    public async Task Results_are_PyTorchs()
    {
        var python = Python.RequireTorch();

        var expected = await Python.RunAsync(python, Script, "", Text(Count), Text(Steps));

        var lines = expected.Trim().Split('\n');
        Assert.Equal(Plans.Length, lines.Length);
        Assert.All(Plans.Zip(lines), pair =>
        {
            var theirs = pair.Second.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var ours = ValuesAfterSteps(pair.First);
            if (pair.First.Name == "sgd")
            {
                Assert.Equal(theirs, ours);
            }

            Assert.True(ours.Zip(theirs).Max(values => Math.Abs(values.First - values.Second)) < 1e-6, $"{pair.First}");
        });
    }

    private static float[] ValuesAfterSteps(OptimizerPlan plan)
    {
        using var net = nn.Linear(Count, 1, hasBias: false);
        using var flat = new FlatParameters(net);
        using var optimizer = plan.Create(flat, 1e-2);
        using var noGrad = no_grad();
        flat.Values.copy_(Numbers(0));
        for (var step = 1; step <= Steps; step++)
        {
            flat.Gradients.copy_(Numbers(step));
            optimizer.Apply();
        }

        return [.. flat.Values.data<float>()];
    }

    private static Tensor Numbers(int seed) =>
        tensor(Enumerable.Range(0, Count).Select(i => (float)(((i * 7919L) + (seed * 104729L)) % 2001 - 1000) / 1024f).ToArray());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
