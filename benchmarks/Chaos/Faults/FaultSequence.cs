using ResNet.Distributed.Chaos.Cluster;

namespace ResNet.Distributed.Chaos.Faults;

/// <summary>
/// The faults of a run. The n-th is a function of the seed and of n alone, whatever happened before it. Kinds come in shuffled rounds
/// of all of them, so that a short run has each about as often as a long one.
/// </summary>
internal sealed class FaultSequence(ChaosOptions options)
{
    private const double ShortestGap = 2;
    private const double LongestGap = 8;
    private const ulong RoundSalt = 0x726f_756e_6473;

    /// <summary>The fault of that number, from 1.</summary>
    public FaultPlan this[int number]
    {
        get
        {
            var random = new SplitMix(options.Seed, (ulong)number);
            var kind = Kind(number);
            var target = Target(kind, random);
            var (shortest, longest) = kind.Seconds();
            return new FaultPlan(number, kind, target, Between(random, shortest, longest), Between(random, ShortestGap, LongestGap));
        }
    }

    private FaultKind Kind(int number)
    {
        var (round, place) = Math.DivRem(number - 1, options.Kinds.Length);
        var random = new SplitMix(options.Seed, RoundSalt + (ulong)round);
        var kinds = options.Kinds.ToArray();
        for (var i = kinds.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (kinds[i], kinds[j]) = (kinds[j], kinds[i]);
        }

        return kinds[place];
    }

    private string Target(FaultKind kind, SplitMix random) => kind switch
    {
        FaultKind.KillStore or FaultKind.FreezeStore => NodeNames.Store,
        FaultKind.KillEverything => NodeNames.Everything,
        _ when kind.IsOfWorker() => NodeNames.Worker(random.Below(options.Workers)),
        _ => NodeNames.Coordinator(random.Below(options.Coordinators)),
    };

    private static TimeSpan Between(SplitMix random, double shortest, double longest) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (shortest + (random.Unit() * (longest - shortest)))));
}
