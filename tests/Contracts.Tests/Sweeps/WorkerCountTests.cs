using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class WorkerCountTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("workers_per_trial: 4", 4, 4)]
    [InlineData("workers_per_trial: { min: 1, max: 4 }", 1, 4)]
    public void ANumberOrARangeIsRead(string line, int min, int max) =>
        Assert.Equal(new WorkerCount(min, max), SweepFile.Parse($"method: grid\nparameters: {{}}\n{line}", "a.yaml").WorkersPerTrial);

    [Theory]
    [InlineData(1, 4, 128, new[] { 1, 2, 4 })]
    [InlineData(2, 3, 9, new[] { 3 })]
    [InlineData(3, 3, 128, new int[0])]
    public void EveryWorkerGetsAsMuchOfABatch(int min, int max, int batch, int[] sizes) =>
        Assert.Equal(sizes, new WorkerCount(min, max).SizesFor(batch));

    [Fact]
    public void ABatchThatCannotBeSharedIsRefused() => Faults.AssertOnly(
        "method: grid\nworkers_per_trial: 3\nparameters:\n  batch_size: { values: [128, 96, 64] }",
        4, "parameters.batch_size", "128, 64", "listed values that workers_per_trial (3) can share evenly");

    [Fact]
    public void ARangeOfBatchesCannotBeSharedByAFixedNumber() => Faults.AssertOnly(
        "method: random\nrun_cap: 3\nworkers_per_trial: 2\nparameters:\n  batch_size: { distribution: int_uniform, min: 16, max: 64 }",
        5, "parameters.batch_size", "{ distribution: int_uniform, min: 16, max: 64 }", "listed values");

    [Fact]
    public void TheScriptRunsOnOneWorker() => Faults.AssertOnly(
        "method: grid\nworkers_per_trial: 2\nrecipe: script\nparameters: {}", 2, "workers_per_trial", "2", "recipe script runs on one worker");

    [Theory]
    [InlineData("channels_last")]
    [InlineData("winograd")]
    public void TheScriptsBitsAreThoseOfTheUsualLayoutAndConvolutions(string key) => Faults.AssertOnly(
        $"method: grid\n{key}: true\nrecipe: script\nparameters: {{}}", 2, key, "true", "recipe script is the script to the number");

    [Fact]
    public void ItIsPartOfWhatASweepMeans()
    {
        var one = SweepFile.Parse("method: grid\nparameters: {}", "a.yaml");
        var two = SweepFile.Parse("method: grid\nparameters: {}\nworkers_per_trial: { min: 1, max: 2 }\nsync_batchnorm: true\nchannels_last: true\nwinograd: true", "a.yaml");

        Assert.Equal(
            ["workers_per_trial: was 1, now { min: 1, max: 2 }", "sync_batchnorm: was false, now true", "channels_last: was false, now true", "winograd: was false, now true"],
            SweepDifference.Between(one, two));
    }
}
