using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Launching_knows_no_cluster_no_tensors_and_no_other_project()
    {
        var references = typeof(ProcessGroup).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.DoesNotContain(references, name => name.StartsWith("Orleans", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("TorchSharp", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("ResNet.", StringComparison.Ordinal));
    }
}
