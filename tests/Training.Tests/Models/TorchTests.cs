using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Models;

/// <summary>
/// Tests that draw from torch's default generator or train: one after the other, since the generator and the cores are shared.
/// </summary>
[CollectionDefinition(nameof(TorchTests))]
public sealed class TorchTests : ICollectionFixture<TorchTests.LoadedTorch>
{
    /// <summary>The native libraries, loaded once.</summary>
    public sealed class LoadedTorch
    {
        public LoadedTorch() => LibTorch.EnsureLoaded();
    }
}
