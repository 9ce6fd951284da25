namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>Small sweep files.</summary>
internal static class SweepFiles
{
    /// <summary>2 models × 2 rates, one epoch of a few small batches.</summary>
    public const string Grid = """
        name: grid
        method: grid
        metric: { name: test_accuracy, goal: maximize }
        parameters:
          model: { values: [resnet18, resnet34] }
          lr: { values: [1.0e-3, 1.0e-4] }
          batch_size: { value: 16 }
          epochs: { value: 1 }
        seed: 0
        train_limit: 64
        test_limit: 32
        """;

    /// <summary>One trial of one step, for a sweep that has only to come to its end.</summary>
    public const string One = """
        name: one
        method: grid
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 4 }
          epochs: { value: 1 }
        train_limit: 4
        test_limit: 4
        """;

    /// <summary>One trial that takes minutes, unless it is stopped.</summary>
    public const string Long = """
        name: long
        method: grid
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 16 }
          epochs: { value: 1000 }
        train_limit: 64
        test_limit: 16
        """;

    /// <summary>Writes a file into a folder and returns its path.</summary>
    public static string Write(TempFolder folder, string text, string name = "sweep.yaml")
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }
}
