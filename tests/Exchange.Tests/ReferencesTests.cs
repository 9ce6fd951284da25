namespace ResNet.Distributed.Exchange.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Exchange_knows_no_tensors_and_of_the_other_projects_only_what_all_have_in_common()
    {
        var references = typeof(TrialFile).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.DoesNotContain(references, name => name.StartsWith("TorchSharp", StringComparison.Ordinal));
        Assert.Equal(
            ["ResNet.Distributed.Contracts", "ResNet.Distributed.Durability", "ResNet.Distributed.ServiceDefaults"],
            references.Where(name => name.StartsWith("ResNet.", StringComparison.Ordinal)).Order());
    }
}
