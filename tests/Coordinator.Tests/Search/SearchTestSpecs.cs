using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Search;

internal static class SearchTestSpecs
{
    public static SweepSpec Grid(string parameters, string rest = "") =>
        SweepFile.Parse($"method: grid\nparameters: {parameters}\n{rest}", "grid");

    public static SweepSpec Random(string parameters, long seed = 0, int cap = 1000) =>
        SweepFile.Parse($"method: random\nrun_cap: {cap}\nseed: {seed}\nparameters: {parameters}\n", "random");
}
