using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Training_knows_no_Orleans_and_of_the_other_projects_only_how_a_file_is_written()
    {
        var references = typeof(TrainingRun).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.Contains("TorchSharp", references);
        Assert.DoesNotContain(references, name => name.Contains("Orleans", StringComparison.Ordinal));
        Assert.Equal(["ResNet.Distributed.Durability"], references.Where(name => name.StartsWith("ResNet.", StringComparison.Ordinal)));
    }
}
