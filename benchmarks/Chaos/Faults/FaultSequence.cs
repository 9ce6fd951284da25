using ResNet.Distributed.Chaos.Cluster;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Chaos.Faults;

/// <summary>
/// The faults of a run. The n-th is a function of the seed and of n alone, whatever happened before it. Kinds come in shuffled rounds
/// of all of them, so that a short run has each about as often as a long one.
/// </summary>
internal sealed class FaultSequence(ChaosOptions options)
{
    private const double ShortestGap = 2;
    private const double LongestGap = 8;

    /// <summary>The fault of that number, from 1.</summary>
    public FaultPlan this[int number]
    {
        get
        {
            var random = RandomStream.For(options.Seed, number, "fault");
            var kind = Kind(number);
            var target = Target(kind, random);
            var (shortest, longest) = kind.Seconds();
            return new FaultPlan(number, kind, target, Between(random, shortest, longest), Between(random, ShortestGap, LongestGap));
        }
    }

    private FaultKind Kind(int number)
    {
        var (round, place) = Math.DivRem(number - 1, options.Kinds.Length);
        var random = RandomStream.For(options.Seed, round, "round");
        var kinds = options.Kinds.ToArray();
        for (var i = kinds.Length - 1; i > 0; i--)
        {
            var j = (int)random.NextBelow((ulong)i + 1);
            (kinds[i], kinds[j]) = (kinds[j], kinds[i]);
        }

        return kinds[place];
    }

    private string Target(FaultKind kind, RandomStream random) => kind switch
    {
        FaultKind.KillStore or FaultKind.FreezeStore => NodeNames.Store,
        FaultKind.KillEverything => NodeNames.Everything,
        _ when kind.IsOfWorker() => NodeNames.Worker((int)random.NextBelow((ulong)options.Workers)),
        _ => NodeNames.Coordinator((int)random.NextBelow((ulong)options.Coordinators)),
    };

    private static TimeSpan Between(RandomStream random, double shortest, double longest) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (shortest + (random.NextUnit() * (longest - shortest)))));
}
