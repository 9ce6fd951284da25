namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>Tests that start a whole cluster run one after another: each saturates the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Clusters : ICollectionFixture<SyntheticData>
{
    public const string Name = "clusters";
}
