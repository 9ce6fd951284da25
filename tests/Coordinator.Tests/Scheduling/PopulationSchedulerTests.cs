using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

public sealed class PopulationSchedulerTests
{
    private const string Usual = "{ interval: 2, quantile: 0.25, resample: 0.25 }";

    private static readonly (int Trial, double Value)[] Values =
        [(1, 0.30), (2, 0.80), (3, 0.10), (4, 0.60), (5, 0.20), (6, 0.70), (7, 0.40), (8, 0.50)];

    [Fact]
    public void All_trials_pause_at_every_interval_before_their_end()
    {
        var scheduler = Scheduler.Create(Spec(8), 8);

        Assert.Equal([2, 4, 6], scheduler.RungsOf(1, 8).AsEnumerable());
        Assert.Equal([2, 4, 6, 8], scheduler.RungsOf(8, 9).AsEnumerable());
        Assert.Empty(scheduler.RungsOf(1, 2));
    }

    [Fact]
    public void When_all_are_there_the_worst_quarter_takes_over_from_the_best_quarter_and_the_others_go_on()
    {
        var population = new Population(Spec(8));
        Assert.All(Values.SkipLast(1), one => Assert.Empty(population.Arrive(one.Trial, 1, one.Value)));

        var promotions = population.Arrive(8, 1, 0.50);

        Assert.Equal(Enumerable.Range(1, 8), promotions.Select(promotion => promotion.Trial).Order());
        var exploits = promotions.Where(promotion => promotion.Exploit is not null).ToDictionary(promotion => promotion.Trial, promotion => promotion.Exploit!);
        Assert.Equal([3, 5], exploits.Keys.Order());
        Assert.All(exploits.Values, exploit => Assert.Contains(exploit.Parent, new[] { 2, 6 }));
        Assert.All(exploits.Values, exploit => Assert.Equal((1, 2), (exploit.Rung, exploit.Epoch)));
        Assert.Empty(population.GivenUp());
    }

    [Fact]
    public void What_is_taken_over_is_the_parents_but_for_what_is_explored()
    {
        var population = new Population(Spec(8));

        var exploits = population.ArriveAll(1, Values).Values.Where(promotion => promotion.Exploit is not null).ToArray();

        Assert.NotEmpty(exploits);
        foreach (var (trial, exploit) in exploits.Select(promotion => (promotion.Trial, promotion.Exploit!)))
        {
            var (parent, own) = (population.History.ParametersOf(exploit.Parent), population.History.ParametersOf(trial));
            Assert.Equal(parent["batch_size"], exploit.Parameters["batch_size"]);
            Assert.NotEqual(parent["lr"], exploit.Parameters["lr"]);
            Assert.NotEqual(own["lr"], exploit.Parameters["lr"]);
            Assert.Equal(parent.Keys, exploit.Parameters.Keys);
        }
    }

    [Fact]
    public void Neither_the_order_of_the_results_nor_who_decides_changes_anything() =>
        Gen.Select(Gen.Shuffle(Values), Gen.Shuffle(Values)).Sample(
            (one, other) => Assert.Equal(Texts(new Population(Spec(8)).ArriveAll(1, one)), Texts(new Population(Spec(8)).ArriveAll(1, other))),
            iter: 100);

    [Fact]
    public void Equals_are_told_apart_by_their_numbers_whoever_came_first()
    {
        (int, double)[] same = [.. Enumerable.Range(1, 8).Select(trial => (trial, 0.5))];

        var inOrder = new Population(Spec(8)).ArriveAll(1, same);
        var backwards = new Population(Spec(8)).ArriveAll(1, [.. same.Reverse()]);

        Assert.Equal([7, 8], inOrder.Values.Where(promotion => promotion.Exploit is not null).Select(promotion => promotion.Trial));
        Assert.Equal(Texts(inOrder), Texts(backwards));
    }

    [Fact]
    public void A_sweep_that_is_taken_up_between_two_promotions_goes_on_as_it_would_have()
    {
        var whole = new Population(Spec(8)).ArriveAll(1, Values);
        var broken = new Population(Spec(8));
        foreach (var (trial, value) in Values)
        {
            broken.Arrive(trial, 1, value, most: 3);
        }

        // The coordinator died after three of eight; nobody else has told anything since.
        var taken = broken.Decide(most: int.MaxValue).Concat(broken.History.Promotions).DistinctBy(promotion => promotion.Trial).ToDictionary(promotion => promotion.Trial);

        Assert.Equal(Texts(whole), Texts(taken));
    }

    [Fact]
    public void A_trial_that_has_ended_keeps_nobody_waiting_and_the_shares_are_those_of_who_is_left()
    {
        var population = new Population(Spec(8));
        foreach (var (trial, value) in Values.Take(3))
        {
            population.Arrive(trial, 1, value);
        }

        Assert.Empty(population.End(4, TrialPhase.Ended).Concat(population.End(5, TrialPhase.Ended)).Concat(population.End(6, TrialPhase.Ended)).Concat(population.End(7, TrialPhase.Ended)));
        var promotions = population.End(8, TrialPhase.Ended);

        Assert.Equal([1, 2, 3], promotions.Select(promotion => promotion.Trial).Order());
        Assert.Equal((3, 2), promotions.Where(promotion => promotion.Exploit is not null).Select(promotion => (promotion.Trial, promotion.Exploit!.Parent)).Single());
    }

    [Fact]
    public void The_last_one_that_is_left_goes_on_by_itself()
    {
        var population = new Population(Spec(2));
        population.Arrive(1, 1, 0.1);

        Assert.Equal((1, null), population.End(2, TrialPhase.Ended).Select(promotion => (promotion.Trial, promotion.Exploit)).Single());
    }

    [Fact]
    public void One_that_comes_to_a_rung_after_it_was_decided_goes_on_by_itself_and_has_a_part_in_the_next()
    {
        var population = new Population(Spec(4));
        foreach (var trial in new[] { 1, 2, 3 })
        {
            population.Arrive(trial, 1, trial / 10.0);
        }

        population.End(4, TrialPhase.Ended);
        population.Resume(4);
        var late = population.Arrive(4, 1, 0.0);
        Assert.Equal((4, null), late.Select(promotion => (promotion.Trial, promotion.Exploit)).Single());

        foreach (var trial in new[] { 1, 2, 3 })
        {
            Assert.Empty(population.Arrive(trial, 2, trial / 10.0));
        }

        Assert.Equal(4, population.Arrive(4, 2, 0.0).Single(promotion => promotion.Exploit is not null).Trial);
    }

    [Fact]
    public void NaN_is_worse_than_anything_and_nobody_takes_it_over()
    {
        var promotions = new Population(Spec(4)).ArriveAll(1, [(1, double.NaN), (2, 0.2), (3, 0.1), (4, 0.3)]);
        Assert.Equal((1, 4), promotions.Values.Where(promotion => promotion.Exploit is not null).Select(promotion => (promotion.Trial, promotion.Exploit!.Parent)).Single());

        Assert.All(
            new Population(Spec(4)).ArriveAll(1, [.. Enumerable.Range(1, 4).Select(trial => (trial, double.NaN))]).Values,
            promotion => Assert.Null(promotion.Exploit));
    }

    [Fact]
    public void A_metric_to_be_minimized_is_ranked_the_other_way_round()
    {
        var promotions = new Population(Spec(4, "metric: { name: test_loss }")).ArriveAll(1, [(1, 2.0), (2, 0.5), (3, 1.0), (4, 1.5)]);

        Assert.Equal((1, 2), promotions.Values.Where(promotion => promotion.Exploit is not null).Select(promotion => (promotion.Trial, promotion.Exploit!.Parent)).Single());
    }

    [Theory]
    [InlineData(0.25, 8, 2)]
    [InlineData(0.25, 9, 3)]
    [InlineData(0.5, 9, 4)]
    [InlineData(0.1, 10, 1)]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.01, 2, 1)]
    [InlineData(0.5, 1, 0)]
    public void A_share_is_rounded_up_and_never_more_than_half(double quantile, int trials, int takers) =>
        Assert.Equal(takers, new PopulationSpec(1, quantile, 0).Takers(trials));

    private static SweepSpec Spec(int trials, string rest = "") => SweepFile.Parse(
        $$"""
        method: pbt
        run_cap: {{trials}}
        seed: 5
        parameters:
          lr: { distribution: log_uniform_values, min: 1.0e-6, max: 10 }
          batch_size: { values: [32, 64, 128, 256] }
        pbt: {{Usual}}
        {{rest}}
        """,
        "population");

    private static string[] Texts(IReadOnlyDictionary<int, Promotion> promotions) =>
    [
        .. promotions.OrderBy(promotion => promotion.Key).Select(promotion =>
            $"{promotion.Key} from {promotion.Value.Exploit?.Parent} with {string.Join(", ", promotion.Value.Exploit?.Parameters.Select(p => $"{p.Key} {p.Value}") ?? [])}"),
    ];

    /// <summary>A population whose results come in as a test says.</summary>
    private sealed class Population
    {
        private readonly IScheduler _scheduler;

        public Population(SweepSpec spec)
        {
            var (trials, search) = ((int)spec.Trials, Searcher.Create(spec));
            _scheduler = Scheduler.Create(spec, trials);
            History = new RungHistory
            {
                Metric = spec.Metric,
                Phases = [.. Enumerable.Repeat(TrialPhase.UnderWay, trials)],
                ParametersOf = trial => search.Suggest(trial, []),
            };
        }

        public RungHistory History { get; private set; }

        public ImmutableArray<Promotion> Arrive(int trial, int rung, double value, int most = int.MaxValue)
        {
            History = History with
            {
                Results = History.Results.Add(new RungResult(trial, rung, value)),
                Phases = History.Phases.SetItem(trial - 1, TrialPhase.Paused),
            };
            return Decide(most);
        }

        public Dictionary<int, Promotion> ArriveAll(int rung, IReadOnlyList<(int Trial, double Value)> values) =>
            values.SelectMany(one => Arrive(one.Trial, rung, one.Value)).ToDictionary(promotion => promotion.Trial);

        public ImmutableArray<Promotion> End(int trial, TrialPhase phase)
        {
            History = History with { Phases = History.Phases.SetItem(trial - 1, phase) };
            return Decide(int.MaxValue);
        }

        public void Resume(int trial) => History = History with { Phases = History.Phases.SetItem(trial - 1, TrialPhase.UnderWay) };

        public int[] GivenUp() => [.. _scheduler.GivenUp(History)];

        public ImmutableArray<Promotion> Decide(int most)
        {
            var before = History.Promotions.Length;
            while (History.Promotions.Length - before < most && _scheduler.Promote(History) is { } trial)
            {
                var rung = History.Results.Last(result => result.Trial == trial).Rung;
                History = History.After(new Promotion(trial, rung, History.Results.Length) { Exploit = _scheduler.ExploitOf(History, trial) });
            }

            return [.. History.Promotions.Skip(before)];
        }
    }
}
