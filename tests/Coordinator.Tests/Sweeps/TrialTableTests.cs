using System.Collections.Immutable;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Telemetry;

namespace ResNet.Distributed.Coordinator.Tests.Sweeps;

public class TrialTableTests
{
    private const int Total = 40;

    [Fact]
    public void Knows_after_any_changes_what_looking_at_all_trials_would_tell()
    {
        var random = new Random(11);
        var (table, all) = (TrialTable.Empty, ImmutableSortedDictionary<int, TrialView>.Empty);
        for (var change = 0; change < 500; change++)
        {
            // Numbers come in about their order, with gaps: a trial may be started alone, or be tried again when it was over.
            var number = random.Next(1, Math.Min(Total, 2 + (change / 10)) + 1);
            var trial = SweepSamples.Trial(number, random.GetItems(Enum.GetValues<TrialStatus>(), 1)[0]);
            (table, all) = (table.Set(trial), all.SetItem(number, trial));

            Assert.Equal(all, table);
            Assert.Equal(all.Keys, table.Keys);
            Assert.Equal(all.Count, table.Count);
            Assert.Equal(all.Values.Where(one => !one.Status.IsFinal()), table.Unfinished);
            Assert.Equal(all.Values.Count(one => one.Status.IsFinal()), table.Finished);
            Assert.Equal(Enumerable.Range(1, Total).Where(one => !all.ContainsKey(one)), table.NotStarted(Total));
            Assert.All(Enum.GetValues<TrialStatus>(), status => Assert.Equal(all.Values.Count(one => one.Status == status), table.CountOf(status)));
        }
    }

    [Fact]
    public void Has_none_left_to_start_when_fewer_are_wanted_than_there_are()
    {
        var table = TrialTable.Of(Enumerable.Range(1, 5).Select(number => SweepSamples.Trial(number, TrialStatus.Completed)));

        Assert.Empty(table.NotStarted(3));
        Assert.Equal([6], table.NotStarted(6));
    }

    [Fact]
    public void A_table_stays_as_it_is_when_another_is_made_of_it()
    {
        var before = TrialTable.Empty.Add(SweepSamples.Trial(1, TrialStatus.Running));

        var after = before.Set(SweepSamples.Trial(1, TrialStatus.Completed));

        Assert.Equal((0, 1), (before.Finished, after.Finished));
        Assert.Equal(TrialStatus.Running, before[1].Status);
    }

    [Fact]
    public void A_number_is_added_once()
    {
        var table = TrialTable.Empty.Add(SweepSamples.Trial(7, TrialStatus.Pending));

        var refused = Assert.Throws<ArgumentException>(() => table.Add(SweepSamples.Trial(7, TrialStatus.Pending)));

        Assert.Contains("Trial 7", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_stored_as_the_trials_by_number_and_knows_the_rest_again()
    {
        var trials = new[] { SweepSamples.Trial(2, TrialStatus.Running, epochsDone: 1), SweepSamples.Trial(1, TrialStatus.Failed) };
        var byNumber = trials.ToImmutableSortedDictionary(trial => trial.Number, trial => trial);

        var stored = JsonSerializer.Serialize(TrialTable.Of(trials), ApiJson.Options);
        var read = JsonSerializer.Deserialize<TrialTable>(stored, ApiJson.Options)!;

        Assert.Equal(JsonSerializer.Serialize(byNumber, ApiJson.Options), stored);
        Assert.Equal(stored, JsonSerializer.Serialize(read, ApiJson.Options));
        Assert.Equal([2], read.Unfinished.Select(trial => trial.Number));
        Assert.Equal([3], read.NotStarted(3));
        Assert.Equal(1, read.CountOf(TrialStatus.Failed));
    }
}
