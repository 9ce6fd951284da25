using Microsoft.Extensions.Configuration;
using ResNet.Distributed.ServiceDefaults.Hosting;

namespace ResNet.Distributed.ServiceDefaults.Tests.Hosting;

public sealed class KubernetesPodTests
{
    private static readonly string[] Keys = ["KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE"];

    [Fact]
    public void A_pod_that_is_told_about_itself_is_one() => Assert.True(IsDescribed(Keys));

    [Fact]
    public void A_host_or_a_pod_that_is_told_less_is_none() =>
        Assert.All(Keys, missing => Assert.False(IsDescribed(Keys.Where(key => key != missing))));

    private static bool IsDescribed(IEnumerable<string> keys) => KubernetesPod.IsDescribed(
        new ConfigurationBuilder().AddInMemoryCollection(keys.ToDictionary(key => key, key => (string?)"x")).Build());
}
