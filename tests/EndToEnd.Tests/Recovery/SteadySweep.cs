namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>The sweep that the recovery tests disturb: small, and long enough to be hit in its middle, more than once.</summary>
internal static class SteadySweep
{
    public const string Name = "steady";

    public const string Text = """
        name: steady
        method: grid
        parameters:
          lr: { values: [1.0e-3, 3.0e-4] }
          batch_size: { value: 2 }
          epochs: { value: 8 }
        seed: 3
        train_limit: 8
        test_limit: 2
        checkpoint_interval: 1
        """;
}
