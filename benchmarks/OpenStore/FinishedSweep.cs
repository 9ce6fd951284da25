using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.OpenStore;

/// <summary>The stored state of a sweep whose trials have all completed, as a coordinator leaves it.</summary>
internal static class FinishedSweep
{
    public const string Name = "finished";

    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it, and the list of sweeps.</summary>
    /// <returns>The size of the sweep's state, in bytes.</returns>
    public static int Write(RedisProcess redis, int trials)
    {
        var text = $"name: {Name}\nmethod: random\nrun_cap: {trials.ToString(CultureInfo.InvariantCulture)}\n"
            + "parameters:\n  lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-2 }\n  epochs: { value: 10 }\n";
        var state = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Text = text,
                Run = Guid.NewGuid(),
                Created,
                Ended = Created.AddHours(1),
                Cancelled = false,
                Trials = Enumerable.Range(1, trials).ToDictionary(number => number, Trial),
            },
            ApiJson.Options);
        redis.WriteState($"resnet-distributed/state/sweep/{Name}/sweep", state);
        redis.WriteState(
            "resnet-distributed/state/sweeps/sweeps/sweep-index",
            JsonSerializer.SerializeToUtf8Bytes(new { Sweeps = new[] { Name }, Open = Array.Empty<string>() }, ApiJson.Options));
        return state.Length;
    }

    private static TrialView Trial(int number) => new()
    {
        Number = number,
        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty
            .Add("batch_size", ParameterValue.Of(128)).Add("epochs", ParameterValue.Of(10))
            .Add("lr", ParameterValue.Of(1e-3 / number)).Add("model", ParameterValue.Of("resnet18")),
        Status = TrialStatus.Completed,
        Attempt = 1,
        Worker = "worker-0",
        EpochsDone = 10,
        Epochs = 10,
        Last = new EpochMetrics
        {
            Epoch = 9,
            TrainLoss = 0.123456789,
            TrainAccuracy = 0.987654321,
            TestLoss = 0.3456789,
            TestAccuracy = 0.876,
            Seconds = 123.456,
            Images = 50_000,
            ImagesPerSecond = 456.789,
        },
        Best = 0.876,
        Seconds = 1234.5,
        Checkpoint = $"trials/{number.ToString(CultureInfo.InvariantCulture)}/checkpoints/best-epoch-0009.safetensors",
        Data = "cifar-10",
        Revision = 13,
        WeightsSha256 = new string('a', 64),
    };
}
