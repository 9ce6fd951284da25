using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Importance;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Tests.Dashboard;
using ResNet.Distributed.Coordinator.Tests.Search;

namespace ResNet.Distributed.Coordinator.Tests.Importance;

/// <summary>Functions of known variance, over the trials of a Sobol search.</summary>
public sealed class ImportancesTests
{
    private const double Tolerance = 0.04;

    private const string Numbers =
        "{ weight_decay: { min: 0, max: 1 }, lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-1 }, label_smoothing: { min: 0, max: 0.5 } }";

    private const string Mixed =
        "{ optimizer: { values: [adam, sgd], probabilities: [0.25, 0.75] }, epochs: { min: 1, max: 4 }, weight_decay: { min: 0, max: 1 } }";

    [Fact]
    public void A_sum_is_shared_by_the_squares_of_its_factors()
    {
        var importance = Of(Numbers, trial => (3 * Log(trial)) + trial["weight_decay"].Number!.Value);

        Assert.Equal(["lr", "weight_decay", "label_smoothing"], importance.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([0.9, 0.1, 0], importance.Parameters.Select(parameter => parameter.Share), Near);
        Assert.Equal(0, importance.Interactions!.Value, Near);
        Assert.Null(importance.Reason);
        Assert.Equal(256, importance.Trials);
    }

    /// <summary>x · y has a variance of 7/144; of that each explains 3/144 by itself.</summary>
    [Fact]
    public void A_product_has_interactions()
    {
        var importance = Of(Numbers, trial => Log(trial) * trial["weight_decay"].Number!.Value);

        Assert.Equal(3.0 / 7, Share(importance, "lr"), Near);
        Assert.Equal(3.0 / 7, Share(importance, "weight_decay"), Near);
        Assert.Equal(0, Share(importance, "label_smoothing"), Near);
        Assert.Equal(1.0 / 7, importance.Interactions!.Value, Near);
    }

    /// <summary>Variances: 16 · 3/16 of the list, 5/4 of the whole numbers, 36/12 of the real ones.</summary>
    [Fact]
    public void Lists_count_by_their_probabilities_and_whole_numbers_evenly()
    {
        var importance = Of(
            Mixed,
            trial => (trial["optimizer"].Text == "sgd" ? 4 : 0) + trial["epochs"].Integer!.Value + (6 * trial["weight_decay"].Number!.Value));

        Assert.Equal(3 / 7.25, Share(importance, "optimizer"), Near);
        Assert.Equal(1.25 / 7.25, Share(importance, "epochs"), Near);
        Assert.Equal(3 / 7.25, Share(importance, "weight_decay"), Near);
    }

    /// <summary>
    /// The mean of ten runs of Optuna's FanovaImportanceEvaluator (5.0.0.dev, scikit-learn 1.2.1) over the same trials (benchmarks/Search/optuna_importance.py); the runs'
    /// standard deviations are below 0.005. Logarithmic and listed parameters Optuna takes otherwise (docs/sweeps.md); these are neither.
    /// </summary>
    [Fact]
    public void The_figures_are_those_of_Optuna()
    {
        var spec = SearchTestSpecs.Random("{ weight_decay: { min: 0, max: 1 }, lr: { min: 1.0e-12, max: 1 }, label_smoothing: { min: 0, max: 0.5 } }");
        var importance = Importances.Of(spec, Enumerable.Range(1, 200).Select(number =>
        {
            var (a, b, c) = (Fraction(number * 0.8191725134), Fraction(number * 0.6710436067), Fraction(number * 0.5497004779));
            return Samples.Trial(number, TrialStatus.Completed, (2 * Math.Pow(a - 0.3, 2)) + Math.Sin(3 * b) + (a * c)) with
            {
                Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty
                    .Add("weight_decay", ParameterValue.Of(a)).Add("lr", ParameterValue.Of(b))
                    .Add("label_smoothing", ParameterValue.Of(c / 2)),
            };
        }));

        Assert.Equal(0.597, Share(importance, "weight_decay"), 0.015);
        Assert.Equal(0.259, Share(importance, "lr"), 0.015);
        Assert.Equal(0.030, Share(importance, "label_smoothing"), 0.015);
    }

    [Fact]
    public void A_list_needs_no_order()
    {
        const string space = "{ batch_size: { values: [8, 16, 32, 64] }, weight_decay: { min: 0, max: 1 } }";

        var importance = Of(space, trial => trial["batch_size"].Integer is 8 or 32 ? 1 : 0);

        Assert.Equal(1, Share(importance, "batch_size"), 6);
    }

    [Fact]
    public void The_same_trials_give_the_same_figures_and_another_seed_others()
    {
        static double Value(ImmutableSortedDictionary<string, ParameterValue> trial) => Log(trial) + trial["weight_decay"].Number!.Value;

        Assert.Equal(Of(Numbers, Value, seed: 7).Parameters, Of(Numbers, Value, seed: 7).Parameters);
        Assert.NotEqual(Of(Numbers, Value, seed: 7).Parameters, Of(Numbers, Value, seed: 8).Parameters);
    }

    [Theory]
    [InlineData("{}", 20, "no parameter varies")]
    [InlineData(Numbers, 9, "too few trials: 9 ended with a value, expected at least 10")]
    [InlineData(Numbers, 20, "every trial came to the same test_accuracy")]
    public void Without_figures_there_is_a_reason(string space, int cap, string reason)
    {
        var importance = Of(space, _ => 0.5, cap);

        Assert.Equal(reason, importance.Reason);
        Assert.Empty(importance.Parameters);
        Assert.Null(importance.Interactions);
    }

    [Fact]
    public void Many_parameters_need_more_trials()
    {
        const string space = "{ weight_decay: { min: 0, max: 1 }, label_smoothing: { min: 0, max: 0.5 }, momentum: { min: 0, max: 0.9 }, epochs: { min: 1, max: 9 }, "
            + "optimizer: { values: [adam, sgd] }, model: { values: [resnet18, resnet34] } }";

        Assert.Equal("too few trials: 11 ended with a value, expected at least 12", Of(space, Log, 11).Reason);
    }

    [Fact]
    public void One_that_diverged_is_as_bad_as_the_worst_and_one_that_failed_or_goes_on_says_nothing()
    {
        var spec = SearchTestSpecs.Of("sobol", Numbers, cap: 64);
        var trials = Trials(spec, Log);

        // A value of its own would be an outlier that hides all others.
        var odd = Importances.Of(spec, trials.Select(trial => (trial.Number % 8) switch
        {
            0 => trial with { Status = TrialStatus.Failed, Best = 1e6 },
            1 => trial with { Status = TrialStatus.Running, Best = -1e6 },
            2 => trial with { Status = TrialStatus.Diverged, Best = 1e6 },
            3 => trial with { Status = TrialStatus.Stopped },
            _ => trial,
        }));
        var plain = Importances.Of(spec, trials.Where(trial => trial.Number % 8 > 1).Select(trial => trial.Number % 8 == 2
            ? trial with { Best = trials.Where(other => other.Number % 8 > 2).Min(other => other.Best) } : trial));

        Assert.Equal(48, odd.Trials);
        Assert.Equal(plain.Parameters, odd.Parameters);
    }

    [Fact]
    public void What_a_population_came_to_is_no_trials_own_parameters_doing()
    {
        var spec = SearchTestSpecs.Of("pbt", Numbers, 0, 20);

        var importance = Importances.Of(spec, Trials(spec, Log));

        Assert.Empty(importance.Parameters);
        Assert.Equal("in a population a trial's parameters change while it trains", importance.Reason);
    }

    private static SweepImportance Of(
        string space, Func<ImmutableSortedDictionary<string, ParameterValue>, double> value, int cap = 256, long seed = 0)
    {
        var spec = SearchTestSpecs.Of("sobol", space, seed, cap);
        return Importances.Of(spec, Trials(spec, value));
    }

    private static TrialView[] Trials(SweepSpec spec, Func<ImmutableSortedDictionary<string, ParameterValue>, double> value)
    {
        var search = Searcher.Create(spec);
        return [.. Enumerable.Range(1, search.Count).Select(number =>
        {
            var parameters = search.Suggest(number);
            return Samples.Trial(number, TrialStatus.Completed, value(parameters)) with { Parameters = parameters };
        })];
    }

    // The place of the learning rate between 1e-5 and 1e-1, by its logarithm.
    private static double Log(ImmutableSortedDictionary<string, ParameterValue> trial) => (Math.Log10(trial["lr"].Number!.Value) + 5) / 4;

    private static double Share(SweepImportance importance, string name) => importance.Parameters.Single(parameter => parameter.Name == name).Share;

    private static double Fraction(double number) => number - Math.Floor(number);

    private static bool Near(double one, double other) => Math.Abs(one - other) <= Tolerance;
}
