using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class MallocEnvironmentTests
{
    private static readonly Dictionary<string, string?> None =
        MallocEnvironment.Variables.ToDictionary(pair => pair.Key, _ => (string?)null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_without_them_restarts_in_place_with_its_arguments(bool useDotnet)
    {
        SkipUnlessGlibc();

        var probe = await Probe.RunAsync(["env", "", "two words", "ü"], None, useDotnet);

        Assert.Equal((0, ""), (probe.ExitCode, probe.Errors));
        Assert.Equal(
            [
                "warning=", $"pid={probe.Id}", "args=env||two words|ü",
                .. MallocEnvironment.Variables.Select(pair => $"{pair.Key}={pair.Value}"),
            ],
            probe.Output);
    }

    [Fact]
    public async Task What_the_user_has_set_stays()
    {
        SkipUnlessGlibc();
        Dictionary<string, string?> environment = new(None)
        {
            ["MALLOC_TOP_PAD_"] = "4096",
            ["GLIBC_TUNABLES"] = "glibc.malloc.arena_max=2",
        };

        var probe = await Probe.RunAsync(["env"], environment);

        Assert.Contains("MALLOC_TOP_PAD_=4096", probe.Output);
        Assert.Contains("MALLOC_TRIM_THRESHOLD_=8589934592", probe.Output);
        Assert.Contains("GLIBC_TUNABLES=glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1", probe.Output);
    }

    [Fact]
    public void A_tunable_counts_as_its_variable()
    {
        var missing = MallocSettings.Missing(
            name => name == "GLIBC_TUNABLES" ? "glibc.malloc.top_pad=1:glibc.malloc.hugetlb=0" : null);

        Assert.Equal(["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"], missing.Keys.Order());
    }

    [Fact]
    public void Nothing_is_missing_when_all_are_set() =>
        Assert.Empty(MallocSettings.Missing(name => MallocEnvironment.Variables[name]));

    [Fact]
    public async Task Jemalloc_is_loaded_where_it_is_installed()
    {
        SkipUnlessGlibc();
        Assert.SkipWhen(Jemalloc.Find() is null, "libjemalloc2 is not installed");

        var probe = await Probe.RunAsync(["load"], new(MallocEnvironment.Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)));

        Assert.Equal((0, ""), (probe.ExitCode, probe.Errors));
        Assert.Contains(probe.Output, line => line.Contains("libjemalloc.so", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_user_lets_be_loaded_stays_alone()
    {
        Assert.Empty(Jemalloc.Missing("/lib/libjemalloc.so.2", name => name == "LD_PRELOAD" ? "" : null));
        Assert.Empty(Jemalloc.Missing(null, _ => null));
        Assert.Equal(["LD_PRELOAD"], Jemalloc.Missing("/lib/libjemalloc.so.2", name => name == "MALLOC_CONF" ? "stats_print:true" : null).Keys);
        Assert.Equal(["LD_PRELOAD", "MALLOC_CONF"], Jemalloc.Missing("/lib/libjemalloc.so.2", _ => null).Keys.Order());
    }

    [Fact]
    public void Arguments_end_with_a_NUL_and_may_be_empty() =>
        Assert.Equal([0, 4, 5], SelfExec.ArgumentOffsets("abc\0\0d\0"u8));

    private static void SkipUnlessGlibc() => Assert.SkipUnless(MallocEnvironment.IsGlibc(), "glibc's malloc is tuned only where it is used");
}
