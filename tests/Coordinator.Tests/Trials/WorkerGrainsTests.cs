using System.Collections.Immutable;
using Orleans.Metadata;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class WorkerGrainsTests
{
    private static readonly SiloAddress Silo = SiloAddress.FromParsableString("127.0.0.1:11111@7");
    private static readonly WorkerId Worker = new("worker-0", Silo.ToParsableString());

    [Fact]
    public void A_worker_whose_silo_is_not_known_yet_is_not_called() =>
        Assert.False(new WorkerGrains(new Manifests()).CanBeCalled(Worker));

    [Fact]
    public void A_silo_that_is_known_and_hosts_no_worker_is_not_called() =>
        Assert.False(new WorkerGrains(new Manifests("trial")).CanBeCalled(Worker));

    [Fact]
    public void A_worker_whose_silo_is_known_is_called() =>
        Assert.True(new WorkerGrains(new Manifests(GrainTypes.GpuWorker)).CanBeCalled(Worker));

    [Fact]
    public void Another_incarnation_of_the_silo_is_another_silo() =>
        Assert.False(new WorkerGrains(new Manifests(GrainTypes.GpuWorker)).CanBeCalled(new WorkerId("worker-0", "127.0.0.1:11111@8")));

    private sealed class Manifests : IClusterManifestProvider
    {
        public Manifests(params string[] grainTypes)
        {
            var grains = grainTypes.ToImmutableDictionary(
                type => GrainType.Create(type), _ => new GrainProperties(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal)));
            LocalGrainManifest = new GrainManifest(grains, ImmutableDictionary<GrainInterfaceType, GrainInterfaceProperties>.Empty);
            var silos = grainTypes.Length == 0
                ? ImmutableDictionary<SiloAddress, GrainManifest>.Empty
                : ImmutableDictionary<SiloAddress, GrainManifest>.Empty.Add(Silo, LocalGrainManifest);
            Current = new ClusterManifest(new MajorMinorVersion(1, 0), silos);
        }

        public ClusterManifest Current { get; }

        public IAsyncEnumerable<ClusterManifest> Updates => throw new NotSupportedException("Nobody follows the manifests here.");

        public GrainManifest LocalGrainManifest { get; }
    }
}
