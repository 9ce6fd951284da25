using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Launching.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>Shows a sweep until it ends: a live table on a screen, lines in a pipe.</summary>
internal sealed class SweepFollower(Terminal terminal, TimeProvider time)
{
    /// <summary>Lines of the screen that the table's frame and the lines around it take.</summary>
    private const int Frame = 10;

    /// <summary>Follows to the end, then ranks the trials.</summary>
    /// <param name="feed">The sweep's events.</param>
    /// <param name="folder">Where the results are; null for where the coordinator says.</param>
    /// <param name="cancellation">Ends the following, not the sweep.</param>
    /// <returns>0 when every trial completed or was stopped early, else 1.</returns>
    public async Task<int> FollowAsync(IAsyncEnumerable<SweepEvent> feed, string? folder, CancellationToken cancellation)
    {
        var board = terminal.Screen is { } screen
            ? await ShowTableAsync(screen, feed, cancellation)
            : await PrintLinesAsync(feed, cancellation);
        foreach (var line in Summary.Closing(board, folder ?? board.Sweep.Folder))
        {
            terminal.Result(line);
        }

        return board.Sweep.Status == SweepStatus.Completed && !board.Unsuccessful.Any() ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<SweepBoard> PrintLinesAsync(IAsyncEnumerable<SweepEvent> feed, CancellationToken cancellation)
    {
        SweepBoard? board = null;
        await foreach (var next in feed.WithCancellation(cancellation))
        {
            var before = board;
            board = board?.Apply(next) ?? SweepBoard.From(next);
            foreach (var line in PlainLines.Changes(before, board))
            {
                terminal.Result(line);
            }
        }

        terminal.Result(PlainTable.Render(board!));
        return board!;
    }

    private async Task<SweepBoard> ShowTableAsync(
        IAnsiConsole screen, IAsyncEnumerable<SweepEvent> feed, CancellationToken cancellation)
    {
        SweepBoard? board = null;
        await terminal.LiveAsync(() => screen.Live(new Text("Waiting for the sweep…")).StartAsync(async live =>
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var ticking = TickAsync(() => Draw(live), ended.Token);
            try
            {
                await foreach (var next in feed.WithCancellation(cancellation))
                {
                    board = board?.Apply(next) ?? SweepBoard.From(next);
                    Draw(live);
                }
            }
            finally
            {
                await ended.CancelAsync();
                await ticking;
            }

            live.UpdateTarget(TrialTable.Ranking(board!));
        }));
        return board!;

        void Draw(LiveDisplayContext live)
        {
            if (board is not null)
            {
                live.UpdateTarget(View(board, screen.Profile.Height - Frame));
            }
        }
    }

    /// <summary>The elapsed time goes on between two events.</summary>
    private async Task TickAsync(Action draw, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                draw();
            }
        }
        catch (OperationCanceledException)
        {
            // The sweep has ended, or the following.
        }
    }

    private IRenderable View(SweepBoard board, int room)
    {
        var visible = TrialTable.Visible(board, room);
        var hidden = board.Trials.Count - visible.Count;
        var more = hidden > 0 ? $" · {hidden} more trials not shown" : "";
        return new Rows(TrialTable.Render(board, visible), new Text(Summary.Progress(board, time.GetUtcNow()) + more));
    }
}
