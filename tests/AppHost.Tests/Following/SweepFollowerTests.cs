using ResNet.Distributed.AppHost.Following;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using Spectre.Console.Testing;

namespace ResNet.Distributed.AppHost.Tests.Following;

public sealed class SweepFollowerTests
{
    private static readonly SweepEvent[] TwoTrials =
    [
        new(Views.Sweep(), [Views.Trial(1), Views.Trial(2, TrialStatus.Waiting)]),
        new(Views.Sweep(best: 1), [Views.Trial(1, epochsDone: 1, best: 0.125)]),
        new(Views.Sweep(best: 1), [Views.Trial(1, TrialStatus.Completed, 3, 0.375), Views.Trial(2)]),
        new(Views.Sweep(SweepStatus.Completed, best: 1), [Views.Trial(2, TrialStatus.Completed, 3, 0.25)]),
    ];

    [Fact]
    public async Task A_pipe_gets_a_line_per_change_and_a_ranking_without_colours()
    {
        var terminal = new RecordingTerminal();

        var exitCode = await Follow(terminal, TwoTrials);

        Assert.Equal(0, exitCode);
        var lines = terminal.Output.Split('\n');
        Assert.Equal("trial 1 running on worker-0 (batch_size=128 lr=0.0001 model=resnet18)", lines[0]);
        Assert.Equal("trial 1 epoch 1/3: loss 2.500, test accuracy 0.1250, 42 images/s", lines[2]);
        Assert.Single(lines, l => l.StartsWith("trial 1 completed", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("|    1 | 1 | resnet18 | 1e-4 | completed |", StringComparison.Ordinal) && l.Contains("* 0.3750", StringComparison.Ordinal));
        Assert.Contains("Best: trial 1, test_accuracy 0.5000", terminal.Output);
        Assert.Contains("/out/resnet-lr/best/model.safetensors", terminal.Output);
        Assert.DoesNotContain('\e', terminal.Output);
    }

    [Fact]
    public async Task A_failed_trial_is_named_and_makes_the_exit_code_one()
    {
        var terminal = new RecordingTerminal();
        var failed = Views.Trial(2, TrialStatus.Diverged) with { Error = "the loss is NaN at step 3" };

        var exitCode = await Follow(terminal, [new(Views.Sweep(SweepStatus.Completed), [Views.Trial(1, TrialStatus.Completed, 3, 0.4), failed])]);

        Assert.Equal(1, exitCode);
        Assert.Contains("trial 2 diverged: the loss is NaN at step 3", terminal.Output);
    }

    [Fact]
    public async Task Synthetic_data_is_said_in_capitals()
    {
        var terminal = new RecordingTerminal();

        await Follow(terminal, [new(Views.Sweep(SweepStatus.Completed, best: 1, data: "synthetic"), [Views.Trial(1, TrialStatus.Completed, 3, 0.4)])]);

        Assert.Contains("data: SYNTHETIC", terminal.Output);
        Assert.Contains("test_accuracy 0.5000 (SYNTHETIC", terminal.Output);
    }

    [Fact]
    public async Task A_screen_gets_a_live_table_with_the_processes_lines_above_it()
    {
        using var screen = new TestConsole { EmitAnsiSequences = false };
        screen.Profile.Capabilities.Interactive = true;
        screen.Profile.Width = 140;
        screen.Profile.Height = 40;
        var terminal = new RecordingTerminal(screen);

        var exitCode = await Follow(terminal, TwoTrials, atEach: () => terminal.Terminal.ProcessLine("worker-0", "a line\e[2J"));

        Assert.Equal(0, exitCode);
        Assert.Contains("[worker-0] a line[2J", screen.Output);
        Assert.Contains("1/3", screen.Output);
        Assert.Contains("resnet-lr: 0 of 2 trials ended, 1 running on 1 worker", screen.Output);
        Assert.Contains("* 0.3750", screen.Output);
        Assert.Contains("Best: trial 1", terminal.Output);
        Assert.Equal("", terminal.Error);
    }

    [Fact]
    public async Task After_the_table_notes_go_to_standard_error_again()
    {
        using var screen = new TestConsole();
        screen.Profile.Capabilities.Interactive = true;
        var terminal = new RecordingTerminal(screen);
        await Follow(terminal, TwoTrials);

        terminal.Terminal.Note("goodbye");

        Assert.Equal("goodbye", terminal.Error);
    }

    private static Task<int> Follow(RecordingTerminal terminal, SweepEvent[] events, Action? atEach = null) =>
        new SweepFollower(terminal.Terminal, TimeProvider.System).FollowAsync(Feed(events, atEach), "/out/resnet-lr", CancellationToken.None);

    private static async IAsyncEnumerable<SweepEvent> Feed(SweepEvent[] events, Action? atEach)
    {
        foreach (var next in events)
        {
            await Task.Yield();
            yield return next;
            atEach?.Invoke();
        }
    }
}
