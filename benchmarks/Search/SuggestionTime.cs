using System.Diagnostics;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Search;

/// <summary>How long a TPE suggestion takes with a long history, in a space that has every parameter of a sweep file.</summary>
internal static class SuggestionTime
{
    private const int Observations = 1000;
    private const int Suggestions = 1000;

    private const string Everything = """
        method: tpe
        run_cap: 2000
        parameters:
          model: { values: [resnet18, resnet34] }
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1 }
          batch_size: { distribution: q_log_uniform_values, min: 16, max: 512, q: 16 }
          epochs: { min: 10, max: 200 }
          optimizer: { values: [adam, sgd] }
          weight_decay: { distribution: log_uniform_values, min: 1.0e-6, max: 0.1 }
          momentum: { min: 0.5, max: 0.99 }
          lr_schedule: { values: [constant, cosine, step, one_cycle, warmup] }
          lr_warmup_epochs: { min: 0, max: 10 }
          augmentation: { values: [none, crop_flip] }
          label_smoothing: { min: 0, max: 0.2 }
        """;

    /// <summary>Milliseconds of each suggestion, the shortest first.</summary>
    public static double[] Measure()
    {
        var spec = SweepFile.Parse(Everything, "everything");
        var (tpe, random) = (Searcher.Create(spec), Searcher.Create(spec with { Method = SearchMethod.Random }));
        var history = Enumerable.Range(1, Observations)
            .Select(number => new Observation(random.Suggest(number, []), RandomStream.For(0, number, "loss").NextUnit()))
            .ToArray();
        for (var warm = 0; warm < 100; warm++)
        {
            tpe.Suggest(Observations + 1, history);
        }

        return [.. Enumerable.Range(Observations + 1, Suggestions).Select(number =>
        {
            var start = Stopwatch.GetTimestamp();
            tpe.Suggest(number, history);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
    }
}
