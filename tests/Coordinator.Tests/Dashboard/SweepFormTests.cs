using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Submitting;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class SweepFormTests
{
    [Fact]
    public void The_empty_form_is_a_valid_sweep()
    {
        var check = SweepCheck.Of(new SweepForm().ToYaml());

        Assert.Empty(check.Faults);
        Assert.Equal(3, check.Trials);
    }

    [Fact]
    public void Every_field_arrives()
    {
        var form = new SweepForm
        {
            Name = "wide",
            Method = "random",
            Metric = "test_loss",
            Models = ["resnet18", "resnet34"],
            RateKind = RateKind.Range,
            SmallestRate = "1e-4",
            LargestRate = "0.1",
            BatchSizes = "64, 128",
            Epochs = "3",
            RunCap = "7",
            Seed = "5",
            WorkersPerTrial = "2",
            TrainLimit = "640",
        };

        var spec = SweepCheck.Of(form.ToYaml()).Spec!;

        Assert.Equal(("wide", SearchMethod.Random, 7, 5L, 640), (spec.Name, spec.Method, spec.RunCap!.Value, spec.Seed!.Value, spec.TrainLimit!.Value));
        Assert.Equal(new MetricSpec("test_loss", MetricGoal.Minimize), spec.Metric);
        Assert.Equal(new WorkerCount(2, 2), spec.WorkersPerTrial);
        Assert.Equal(
            [
                KeyValuePair.Create<string, ParameterDomain>("model", new ListedValues([ParameterValue.Of("resnet18"), ParameterValue.Of("resnet34")])),
                KeyValuePair.Create<string, ParameterDomain>("lr", new LogUniformRange(1e-4, 0.1)),
                KeyValuePair.Create<string, ParameterDomain>("batch_size", new ListedValues([ParameterValue.Of(64L), ParameterValue.Of(128L)])),
                KeyValuePair.Create<string, ParameterDomain>("epochs", new ListedValues([ParameterValue.Of(3L)])),
            ],
            spec.Parameters);
    }

    [Fact]
    public void A_fault_is_found_by_the_field_that_has_it()
    {
        var check = SweepCheck.Of(new SweepForm { Rates = "1e-3, fast", Epochs = "0", Models = [] }.ToYaml());

        Assert.Equal(["parameters.lr.values[1]"], SweepForm.FaultsOf(check.Faults, "parameters.lr").Select(fault => fault.Key));
        Assert.Single(SweepForm.FaultsOf(check.Faults, "parameters.epochs"));
        Assert.Single(SweepForm.FaultsOf(check.Faults, "parameters.model"));
        Assert.Empty(SweepForm.FaultsOf(check.Faults, "name"));
        Assert.Null(check.Trials);
    }

    [Fact]
    public void Whatever_is_typed_stays_in_its_field() => Gen.String.Sample(text =>
    {
        var check = SweepCheck.Of(new SweepForm { Name = text, Seed = text, Rates = text }.ToYaml());

        Assert.DoesNotContain(check.Faults, fault => fault.Key is "method" or "metric" or "parameters.epochs" or "parameters.model");
        Assert.All(check.Faults, fault => Assert.NotEqual("", fault.Key));
    });

    [Theory]
    [InlineData("-")]
    [InlineData("1e-3, -")]
    [InlineData("--")]
    public void A_dash_is_no_number_and_no_list(string rates) => Assert.All(
        SweepCheck.Of(new SweepForm { Rates = rates }.ToYaml()).Faults, fault => Assert.StartsWith("parameters.lr.value", fault.Key));

    [Theory]
    [InlineData("007")]
    [InlineData("null")]
    [InlineData("true")]
    public void A_name_is_a_text_whatever_it_looks_like(string name) =>
        Assert.Equal(name, SweepCheck.Of(new SweepForm { Name = name }.ToYaml()).Spec!.Name);
}
