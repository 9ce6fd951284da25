using ResNet.Distributed.AppHost.Following;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Tests.Following;

public sealed class SweepBoardTests
{
    [Fact]
    public void An_event_changes_only_the_trials_it_names()
    {
        var board = Views.Board(Views.Trial(1), Views.Trial(2));

        var next = board.Apply(new SweepEvent(Views.Sweep(), [Views.Trial(2, TrialStatus.Completed, 3), Views.Trial(3)]));

        Assert.Equal(
            [TrialStatus.Running, TrialStatus.Completed, TrialStatus.Running],
            next.Trials.Values.Select(t => t.Status));
    }

    [Fact]
    public void The_best_comes_first_and_a_trial_without_a_value_last()
    {
        var board = Views.Board(Views.Trial(1), Views.Trial(2, best: 0.3), Views.Trial(3, best: 0.4));

        Assert.Equal([3, 2, 1], board.Ranking.Select(t => t.Number));
        var minimized = board with { Sweep = board.Sweep with { Goal = "minimize" } };
        Assert.Equal([2, 3, 1], minimized.Ranking.Select(t => t.Number));
    }

    [Theory]
    [InlineData("maximize", "2:1 4:1 3:3 1:4")]
    [InlineData("minimize", "1:1 3:2 2:3 4:3")]
    public void Equals_share_a_rank_and_a_trial_without_a_value_has_none(string goal, string expected)
    {
        TrialView[] trials = [Views.Trial(1, best: 0.1), Views.Trial(2, best: 0.4), Views.Trial(3, best: 0.3), Views.Trial(4, best: 0.4), Views.Trial(5), Views.Trial(6, best: double.NaN)];

        Assert.Equal(expected, string.Join(' ', TrialRanking.Ranks(trials, goal).Select(rank => $"{rank.Key}:{rank.Value}")));
        Assert.Equal(trials.Select(trial => trial.Number), TrialRanking.Ranked(trials, goal).Select(trial => trial.Number));
        Assert.Null(TrialRanking.Ranked(trials, goal).ElementAt(4).Rank);
    }

    [Fact]
    public void Columns_are_model_and_rate_and_what_varies()
    {
        var other = Views.Trial(2);
        other = other with { Parameters = other.Parameters.SetItem("batch_size", ParameterValue.Of(64)) };

        Assert.Equal(["model", "lr"], Views.Board(Views.Trial(1), Views.Trial(2)).Columns);
        Assert.Equal(["model", "lr", "batch_size"], Views.Board(Views.Trial(1), other).Columns);
    }

    [Fact]
    public void Running_trials_and_the_best_are_shown_first_when_room_is_short()
    {
        var trials = Enumerable.Range(1, 20).Select(n => Views.Trial(n, n == 15 ? TrialStatus.Running : TrialStatus.Completed)).ToArray();
        var board = Views.Board(trials);
        board = board with { Sweep = board.Sweep with { BestTrial = 2 } };

        Assert.Equal([2, 15, 20], TrialTable.Visible(board, 3).Select(t => t.Number));
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(double.NaN, "-")]
    [InlineData(7.4, "7s")]
    [InlineData(187.0, "3m 07s")]
    [InlineData(59.6, "1m 00s")]
    [InlineData(90_300.0, "25h 05m")]
    public void Durations_are_short(double? seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Theory]
    [InlineData(1e-5, "1e-5")]
    [InlineData(0.00017783, "1.7783e-4")]
    [InlineData(0.1, "0.1")]
    public void Rates_are_short(double rate, string expected) => Assert.Equal(expected, Numbers.Parameter(ParameterValue.Of(rate)));
}
