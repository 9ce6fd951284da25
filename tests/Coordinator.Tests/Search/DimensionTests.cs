using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Tests.Search;

/// <summary>Every kind of domain, as the unit interval.</summary>
public class DimensionTests
{
    private const string Reals = "lr";
    private const string Wholes = "batch_size";

    [Theory]
    [InlineData(Reals, "{ distribution: uniform, min: 0.1, max: 0.5 }", 0, 0.1)]
    [InlineData(Reals, "{ distribution: uniform, min: 0.1, max: 0.5 }", 1, 0.5)]
    [InlineData(Reals, "{ distribution: log_uniform_values, min: 0.0001, max: 1 }", 0.25, 0.001)]
    [InlineData(Reals, "{ distribution: inv_log_uniform_values, min: 0.0001, max: 1 }", 0.25, 0.001)]
    [InlineData(Reals, "{ distribution: q_uniform, min: 0.1, max: 0.9, q: 0.1 }", 0.26, 0.3)]
    [InlineData(Reals, "{ distribution: q_log_uniform_values, min: 0.01, max: 1, q: 0.01 }", 0.5, 0.1)]
    [InlineData(Wholes, "{ distribution: int_uniform, min: 2, max: 5 }", 0.5, 4)]
    [InlineData(Wholes, "{ distribution: int_uniform, min: 2, max: 5 }", 1, 5)]
    [InlineData(Wholes, "{ distribution: q_uniform, min: 33, max: 129, q: 32 }", 0, 64)]
    [InlineData(Wholes, "{ distribution: q_uniform, min: 33, max: 129, q: 32 }", 1, 128)]
    [InlineData(Wholes, "{ values: [64, 256, 128], probabilities: [0.5, 0, 0.5] }", 0.5, 128)]
    [InlineData(Wholes, "{ values: [64, 256, 128], probabilities: [0.5, 0.5, 0] }", 1, 256)]

    // The median of a normal distribution from 0 up, half of which is below 0, is its third quartile: 0.67449 deviations.
    [InlineData(Reals, "{ distribution: normal, mu: 0, sigma: 0.1 }", 0.5, 0.067449)]
    [InlineData(Reals, "{ distribution: normal, mu: 1, sigma: 0.01 }", 0.5, 1)]
    [InlineData(Reals, "{ distribution: log_normal, mu: -7, sigma: 1 }", 0.5, 0.000911882)]
    [InlineData(Reals, "{ distribution: log_normal, mu: -7, sigma: 1 }", 0.841344746, 0.002478752)]
    public void APointIsTheValueThatSuchAShareIsNotAbove(string parameter, string domain, double point, double value) =>
        Assert.Equal(value, Of(parameter, domain).At(point).Number!.Value, Math.Max(1e-5 * value, 1e-12));

    [Theory]
    [InlineData(Reals, "{ distribution: uniform, min: 0.1, max: 0.5 }")]
    [InlineData(Reals, "{ distribution: log_uniform_values, min: 0.0001, max: 1 }")]
    [InlineData(Reals, "{ distribution: q_uniform, min: 0.05, max: 0.95, q: 0.1 }")]
    [InlineData(Reals, "{ distribution: q_log_uniform_values, min: 0.01, max: 1, q: 0.01 }")]
    [InlineData(Reals, "{ distribution: normal, mu: 0.1, sigma: 0.1 }")]
    [InlineData(Reals, "{ distribution: normal, mu: 5, sigma: 1000000 }")]
    [InlineData(Reals, "{ distribution: log_normal, mu: -7, sigma: 3 }")]
    [InlineData(Wholes, "{ distribution: int_uniform, min: 2, max: 65536 }")]
    [InlineData(Wholes, "{ distribution: q_uniform, min: 33, max: 129, q: 32 }")]
    [InlineData(Wholes, "{ distribution: q_log_uniform_values, min: 2, max: 512 }")]
    [InlineData(Wholes, "{ values: [64, 256, 128], probabilities: [0.5, 0.25, 0.25] }")]
    [InlineData("seed", "{ min: 1, max: 9223372036854775807 }")]
    [InlineData("seed", "{ distribution: q_uniform, min: 0, max: 9223372036854775807, q: 1000000007 }")]
    [InlineData("momentum", "{ distribution: log_normal }")]
    [InlineData("weight_decay", "{ distribution: normal, mu: 1, sigma: 3 }")]
    public void EveryPointIsInThePieceOfItsValueAndTheValueInItsDomain(string parameter, string domain)
    {
        var dimension = Of(parameter, domain);
        Gen.Double[0, 1].Sample(point =>
        {
            var value = dimension.At(point);
            var (low, high) = dimension.PieceOf(value)!.Value;
            Assert.InRange(point, low - 1e-6, high + 1e-6);
            Assert.Equal(value, dimension.At((low + high) / 2), new Near());
            SweepFile.Parse($"method: grid\nparameters:\n  {parameter}: {{ value: {value} }}\n  optimizer: {{ value: sgd }}", "s");
        }, iter: 300);
        Assert.Equal(0, dimension.PieceOf(dimension.At(0))!.Value.Low, 1e-9);
        Assert.Equal(1, dimension.PieceOf(dimension.At(1))!.Value.High, 1e-9);
    }

    [Theory]
    [InlineData(Reals, "{ distribution: uniform, min: 0.1, max: 0.5 }", 0.6)]
    [InlineData(Reals, "{ distribution: q_uniform, min: 0.1, max: 0.5, q: 0.1 }", 0.15)]
    [InlineData(Reals, "{ distribution: q_uniform, min: 0.1, max: 0.5, q: 0.1 }", 0.6)]
    [InlineData(Wholes, "{ distribution: int_uniform, min: 2, max: 9 }", 2.5)]
    [InlineData(Wholes, "{ distribution: int_uniform, min: 2, max: 9 }", 10)]
    [InlineData(Wholes, "{ values: [2, 4] }", 3)]
    [InlineData(Reals, "{ distribution: normal }", 11)]
    public void AnotherValueHasNoPiece(string parameter, string domain, double value) =>
        Assert.Null(Of(parameter, domain).PieceOf(value == Math.Floor(value) ? ParameterValue.Of((long)value) : ParameterValue.Of(value)));

    [Fact]
    public void AWholeNumberFromTheStoreIsTheRealNumberThatWasStored() =>
        Assert.NotNull(Of(Reals, "{ values: [1, 0.5] }").PieceOf(ParameterValue.Of(1L)));

    private static Dimension Of(string parameter, string domain) =>
        Dimension.Of(SearchTestSpecs.Of("random", $"{{ {parameter}: {domain}, optimizer: {{ value: sgd }} }}").Parameters.First(p => p.Key == parameter).Value);

    private sealed class Near : IEqualityComparer<ParameterValue>
    {
        public bool Equals(ParameterValue x, ParameterValue y) =>
            x == y || (x.Number is { } a && y.Number is { } b && Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), 1e-3));

        public int GetHashCode(ParameterValue obj) => 0;
    }
}
