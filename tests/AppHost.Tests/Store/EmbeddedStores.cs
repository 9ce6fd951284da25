namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>
/// Tests that start a store inside this process, one class after another: a store begins by writing its traces to standard output, which all of them share.
/// </summary>
[CollectionDefinition(Name)]
public static class EmbeddedStores
{
    public const string Name = "embedded stores";
}
