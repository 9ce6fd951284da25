using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Training_knows_no_Orleans_and_no_other_project()
    {
        var references = typeof(TrainingRun).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.Contains("TorchSharp", references);
        Assert.DoesNotContain(references, name => name.Contains("Orleans", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("ResNet.", StringComparison.Ordinal));
    }
}
