using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
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
        Assert.False(CanBeCalled(new Manifests(), Worker));

    [Fact]
    public void A_silo_that_is_known_and_hosts_no_worker_is_not_called() =>
        Assert.False(CanBeCalled(new Manifests("trial"), Worker));

    [Fact]
    public void A_worker_whose_silo_is_known_is_called() =>
        Assert.True(CanBeCalled(new Manifests(GrainTypes.GpuWorker), Worker));

    [Fact]
    public void Another_incarnation_of_the_silo_is_another_silo() =>
        Assert.False(CanBeCalled(new Manifests(GrainTypes.GpuWorker), new WorkerId("worker-0", "127.0.0.1:11111@8")));

    // Nobody is called here: the question is whether one could be.
    private static bool CanBeCalled(Manifests manifests, WorkerId worker) =>
        new WorkerGrains(null!, manifests, NullLogger<WorkerGrains>.Instance).CanBeCalled(worker);

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
