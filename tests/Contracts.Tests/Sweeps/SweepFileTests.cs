using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class SweepFileTests
{
    private const string Full = """
        name: resnet-lr
        method: random
        metric: { name: test_loss }
        run_cap: 20
        parameters:
          epochs: { value: 4 }
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: !!float 1e-2 }
          model: { distribution: categorical, values: [resnet18, "resnet34"] }
          batch_size: { min: 32, max: 256 }
        early_terminate: none
        seed: 9223372036854775807
        workers_per_trial: 1
        max_failures: 0
        train_limit: 512
        test_limit: 256
        recipe: standard
        """;

    [Fact]
    public void EveryKeyIsRead()
    {
        var spec = SweepFile.Parse(Full, "x.yaml");
        Assert.Equal("resnet-lr", spec.Name);
        Assert.Equal(SearchMethod.Random, spec.Method);
        Assert.Equal(new MetricSpec("test_loss", MetricGoal.Minimize), spec.Metric);
        Assert.Equal((20, 512, 256), (spec.RunCap, spec.TrainLimit, spec.TestLimit));
        Assert.Equal((long.MaxValue, 0, TrainingRecipe.Standard), (spec.Seed, spec.MaxFailures, spec.Recipe));
        Assert.Equal(Full, spec.Text);
        Assert.Equal(
            [
                new("epochs", Listed(ParameterValue.Of(4L))),
                new("lr", new LogUniformRange(1e-5, 1e-2)),
                new("model", Listed(ParameterValue.Of("resnet18"), ParameterValue.Of("resnet34"))),
                new("batch_size", new IntegerUniformRange(32, 256)),
            ],
            spec.Parameters);
    }

    [Fact]
    public void JsonMeansTheSame()
    {
        const string json = """
            {"name":"resnet\u002dlr","method":"random","metric":{"name":"test_loss","goal":"minimize"},"run_cap":20,
             "parameters":{"epochs":{"value":4},"lr":{"distribution":"log_uniform_values","min":1E-5,"max":0.01},
              "model":{"values":["resnet18","resnet34"]},"batch_size":{"distribution":"int_uniform","min":32,"max":256}},
             "seed":9223372036854775807,"max_failures":0,"train_limit":512,"test_limit":256}
            """;
        Assert.Equal(SweepFile.Parse(Full, "x"), SweepFile.Parse(json.Replace("\n", "\r\n\t"), "x"));
    }

    [Theory]
    [InlineData("", 1e-3, 10, 0L)]
    [InlineData("recipe: script", 2e-5, 63, null)]
    public void WhatIsNotSaidHasItsDefault(string recipe, double rate, int epochs, long? seed)
    {
        var spec = SweepFile.Parse($"method: grid\nparameters: {{}}\n{recipe}", "/home/me/My Sweep.v2.yaml");
        Assert.Equal("my-sweep.v2", spec.Name);
        Assert.Equal(new MetricSpec("test_accuracy", MetricGoal.Maximize), spec.Metric);
        Assert.Equal((3, null, null, null), (spec.MaxFailures, spec.RunCap, spec.TrainLimit, spec.TestLimit));
        Assert.Equal(
            [
                new("model", Listed(ParameterValue.Of("resnet18"))), new("lr", Listed(ParameterValue.Of(rate))),
                new("batch_size", Listed(ParameterValue.Of(128L))), new("epochs", Listed(ParameterValue.Of((long)epochs))),
            ],
            spec.Parameters);
        Assert.Equal(seed, spec.Seed);
    }

    [Theory]
    [InlineData("grid.yaml", "grid")]
    [InlineData(@"C:\sweeps\A_b.JSON", "a_b")]
    [InlineData("..hidden.yml", "hidden")]
    [InlineData("näher  dran", "n-her-dran")]
    [InlineData("-", "-")]
    [InlineData("", "sweep")]
    [InlineData("/", "sweep")]
    public void AFileNamesItsSweep(string source, string name) =>
        Assert.Equal(name, SweepFile.Parse("method: grid\nparameters: {}", source).Name);

    [Fact]
    public void TheKeptTextAndNameGiveTheSweepAgain()
    {
        var spec = SweepFile.Parse("method: grid\nparameters: {}", "v1.2.yaml");
        Assert.Equal(spec, SweepFile.Parse(spec.Text, spec.Name));
    }

    [Fact]
    public void AByteOrderMarkIsNoKey() => Assert.Equal("x", SweepFile.Parse("\uFEFFmethod: grid\nparameters: {}", "x").Name);

    [Fact]
    public void AWholeRateIsARealNumber() =>
        Assert.Equal(
            SweepFile.Parse("method: grid\nparameters: { lr: { value: 1 } }", "x"),
            SweepFile.Parse("method: grid\nparameters: { lr: { values: [1.0] } }", "x"));

    private static ListedValues Listed(params ParameterValue[] values) => new([.. values]);
}
