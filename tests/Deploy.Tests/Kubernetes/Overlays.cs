namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>What can be applied.</summary>
public static class Overlays
{
    public static TheoryData<string> All => ["overlays/cpu", "overlays/nvidia", "overlays/one-node"];
}
