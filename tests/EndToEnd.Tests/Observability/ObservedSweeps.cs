namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>What a dashboard has to show: curves, gradients summed over two workers, trials that wait.</summary>
internal static class ObservedSweeps
{
    /// <summary>Two trials of a worker each.</summary>
    public const string Alone = """
        name: alone
        method: grid
        parameters:
          lr: { values: [1.0e-3, 1.0e-4] }
          batch_size: { value: 16 }
          epochs: { value: 2 }
        train_limit: 48
        test_limit: 16
        """;

    /// <summary>One trial over both workers.</summary>
    public const string Together = """
        name: together
        method: grid
        parameters:
          model: { value: resnet18 }
          batch_size: { value: 16 }
          epochs: { value: 2 }
        train_limit: 48
        test_limit: 16
        workers_per_trial: 2
        """;
}
