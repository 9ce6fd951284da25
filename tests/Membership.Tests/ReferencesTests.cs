namespace ResNet.Distributed.Membership.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Membership_knows_none_of_the_other_projects() =>
        Assert.DoesNotContain(
            typeof(MembershipServices).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("ResNet.", StringComparison.Ordinal));
}
