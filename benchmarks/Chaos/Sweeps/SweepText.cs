using System.Globalization;

namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>The one sweep that runs calmly and under faults.</summary>
internal static class SweepText
{
    private static readonly int[] BatchSizes = [4, 8];

    /// <summary>The file, for a sweep of that name.</summary>
    public static string Of(string name, ChaosOptions options)
    {
        var batches = options.Trials < BatchSizes.Length ? BatchSizes[..options.Trials] : BatchSizes;
        var rates = (options.Trials + batches.Length - 1) / batches.Length;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            name: {{name}}
            method: grid
            run_cap: {{options.Trials}}
            metric: { name: test_accuracy, goal: maximize }
            parameters:
              model: { value: resnet18 }
              lr: { values: [{{string.Join(", ", Enumerable.Range(1, rates).Select(Rate))}}] }
              batch_size: { values: [{{string.Join(", ", batches)}}] }
              epochs: { value: {{options.Epochs}} }
            seed: 7
            train_limit: {{options.TrainLimit}}
            test_limit: {{options.TestLimit}}
            checkpoint_interval: 1

            """);
    }

    private static string Rate(int number) => string.Create(CultureInfo.InvariantCulture, $"{number}.0e-4");
}
