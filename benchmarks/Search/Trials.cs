using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Search.Problems;

namespace ResNet.Distributed.Search;

/// <summary>Runs searches on a problem.</summary>
internal static class Trials
{
    /// <summary>Trials of one search.</summary>
    public const int PerSearch = 100;

    /// <summary>Searches, with as many seeds.</summary>
    public const int Seeds = 20;

    /// <summary>
    /// What each search came to, by seed: the value, without noise, of the trial whose value with noise was the least.
    /// </summary>
    /// <param name="problem">What is searched.</param>
    /// <param name="method">How.</param>
    /// <param name="together">How many trials run side by side: a suggestion is made without knowing what the others come to.</param>
    public static ImmutableArray<double> Bests(IProblem problem, SearchMethod method, int together = 1) =>
        [.. Enumerable.Range(0, Seeds).Select(seed => Best(problem, method, seed, together))];

    private static double Best(IProblem problem, SearchMethod method, int seed, int together)
    {
        var searcher = Searcher.Create(Spec(problem.Space, method, seed, PerSearch));
        var history = new List<Observation>();
        var (best, least) = (double.NaN, double.PositiveInfinity);
        for (var number = 1; number <= PerSearch; number++)
        {
            if (number > together)
            {
                // The oldest one of those that run ends before the next one begins.
                End(number - together - 1);
            }

            history.Add(new Observation(searcher.Suggest(number, history), null));
        }

        for (var left = PerSearch - together; left < PerSearch; left++)
        {
            End(left);
        }

        return best;

        void End(int index)
        {
            var value = problem.Value(history[index].Parameters);
            var seen = value + (problem.Noise * Normal.InvCDF(0, 1, RandomStream.For(seed, index, "noise").NextUnit()));
            history[index] = history[index] with { Loss = seen };
            (best, least) = seen < least ? (value, seen) : (best, least);
        }
    }

    /// <summary>A sweep of such a space.</summary>
    public static SweepSpec Spec(ImmutableArray<KeyValuePair<string, ParameterDomain>> space, SearchMethod method, int seed, int trials) => new()
    {
        Name = "benchmark",
        Method = method,
        Metric = new MetricSpec("test_loss", MetricGoal.Minimize),
        RunCap = trials,
        Parameters = space,
        Seed = seed,
        MaxFailures = 0,
        Text = "",
    };
}
