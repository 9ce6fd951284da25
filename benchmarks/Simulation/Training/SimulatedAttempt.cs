using System.Security.Cryptography;
using System.Text;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Simulation.Training;

/// <summary>
/// One attempt: it waits for an epoch's time, reports made-up numbers, and so on to the end. Reports as a worker does, each until it is
/// answered. Of an attempt's several workers, rank 0 alone reports; the others wait to be told that it is over.
/// </summary>
internal sealed class SimulatedAttempt(Assignment assignment, SimulationOptions options, IGrainFactory grains, TimeProvider time)
{
    private const int Steps = 391;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _handBack = new();
    private readonly ITrialGrain _trial = grains.Trial(assignment.Trial.Id);
    private volatile int _epoch;
    private long _began;

    /// <summary>What it simulates.</summary>
    public Assignment Assignment { get; } = assignment;

    /// <summary>Ends when it holds its worker no more; never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    private int Epochs => Assignment.Trial.Hyperparameters.Epochs;

    /// <summary>Begins.</summary>
    public void Begin()
    {
        (_epoch, _began) = (Math.Min(Assignment.EpochsKnown, Epochs - 1), time.GetTimestamp());
        Ended = RunToEndAsync();
    }

    /// <summary>Ends it now; nobody wants to hear of it any more.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends it now, and hands its trial back.</summary>
    public void HandBack() => _handBack.Cancel();

    /// <summary>As a heartbeat tells it.</summary>
    public RunningAttempt Describe()
    {
        var length = options.EpochByTheClock;
        var part = length > TimeSpan.Zero ? Math.Min(1, time.GetElapsedTime(Interlocked.Read(ref _began)) / length) : 1;
        var epoch = MadeUpEpoch.Of(Assignment.Trial, _epoch, options.Epoch);
        return new RunningAttempt(Assignment.Lease, Assignment.Attempt, new TrialProgress
        {
            Epoch = _epoch,
            Step = (int)(part * Steps),
            Steps = Steps,
            Loss = epoch.TrainLoss,
            ImagesPerSecond = epoch.ImagesPerSecond,
            SecondsLeft = (Epochs - _epoch - part) * length.TotalSeconds,
        });
    }

    private async Task RunToEndAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _handBack.Token);
        try
        {
            try
            {
                await RunAsync(either.Token);
            }
            catch (OperationCanceledException) when (_handBack.IsCancellationRequested && !_stop.IsCancellationRequested)
            {
                await EndAsync(AttemptOutcome.HandedBack, null);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was stopped, by somebody who knows.
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        if (Assignment.Rank > 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }

        var failsAt = Fails() ? (Assignment.EpochsKnown + Assignment.Until) / 2 : Assignment.Until;
        for (var epoch = Assignment.EpochsKnown; epoch < failsAt; epoch++)
        {
            _epoch = epoch;
            Interlocked.Exchange(ref _began, time.GetTimestamp());
            await Task.Delay(options.EpochByTheClock, time, stop);
            if (MadeUpEpoch.Diverges(Assignment.Trial, epoch))
            {
                await EndAsync(AttemptOutcome.Diverged, "the training loss is NaN");
                return;
            }

            if (await ReportAsync(epoch) != ReportAnswer.Continue)
            {
                return;
            }
        }

        await (failsAt < Assignment.Until ? EndAsync(AttemptOutcome.Failed, "simulated failure")
            : EndAsync(Assignment.StopAfter is null ? AttemptOutcome.Completed : AttemptOutcome.AtRung, null));
    }

    private bool Fails() =>
        RandomStream.For(Assignment.Attempt, Assignment.Trial.Id.Number, "failure").NextUnit() * 100 < options.FailingPercent;

    private Task<ReportAnswer> ReportAsync(int epoch) => InsistAsync(() => _trial.ReportAsync(new EpochReport
    {
        Attempt = Assignment.Attempt,
        Metrics = MadeUpEpoch.Of(Assignment.Trial, epoch, options.Epoch),
        Data = "synthetic",
    }));

    private Task<ReportAnswer> EndAsync(AttemptOutcome outcome, string? error) =>
        InsistAsync(() => _trial.EndedAsync(new AttemptEnd(Assignment.Attempt, outcome, error)
        {
            WeightsSha256 = outcome == AttemptOutcome.Completed ? Digest() : null,
        }));

    private async Task<ReportAnswer> InsistAsync(Func<Task<ReportAnswer>> send)
    {
        while (true)
        {
            try
            {
                return await send();
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // Whatever it was: the coordinator or its store is away, and comes back.
                await Task.Delay(Pause, time, _stop.Token);
            }
        }
    }

    private string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"simulated {Assignment.Trial.Id}")));
}
