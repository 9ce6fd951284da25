using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Tests.Search;

internal static class SearchTestSpecs
{
    public static SweepSpec Grid(string parameters, string rest = "") =>
        SweepFile.Parse($"method: grid\nparameters: {parameters}\n{rest}", "grid");

    public static SweepSpec Random(string parameters, long seed = 0, int cap = 1000) =>
        SweepFile.Parse($"method: random\nrun_cap: {cap}\nseed: {seed}\nparameters: {parameters}\n", "random");

    public static SweepSpec Of(string method, string parameters, long seed = 0, int cap = 1000) =>
        SweepFile.Parse($"method: {method}\nrun_cap: {cap}\nseed: {seed}\nparameters: {parameters}\n", method);

    /// <summary>A suggestion without a history.</summary>
    public static ImmutableSortedDictionary<string, ParameterValue> Suggest(this ISearcher searcher, int number) => searcher.Suggest(number, []);
}
