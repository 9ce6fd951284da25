using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Contracts.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Contracts_knows_no_tensors_and_no_other_project()
    {
        var references = typeof(ICoordinatorGrain).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.Contains(references, name => name.StartsWith("Orleans", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("TorchSharp", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("ResNet.", StringComparison.Ordinal));
    }
}
