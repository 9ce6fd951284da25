using System.Diagnostics;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults.Telemetry;
using ResNet.Distributed.Training.DataParallel;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>An attempt in a worker's slot.</summary>
internal sealed class HeldAttempt(Assignment assignment)
{
    private readonly CancellationTokenSource _stop = new();
    private volatile TrialProgress? _progress;
    private volatile bool _handBack;
    private volatile bool _ended;
    private long _progressAt = Stopwatch.GetTimestamp();

    /// <summary>What to train.</summary>
    public Assignment Assignment { get; } = assignment;

    /// <summary>Whether the training thread has taken it up. Only that thread reads and writes this.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether it trains and writes no more; its last report may still be on its way. Written by the training thread.</summary>
    public bool HasEnded
    {
        get => _ended;
        set => _ended = value;
    }

    /// <summary>How far it is; written by the training thread, read by heartbeats.</summary>
    public TrialProgress? Progress
    {
        get => _progress;
        set
        {
            _progress = value;
            Interlocked.Exchange(ref _progressAt, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Time since it got any further, or was assigned.</summary>
    public TimeSpan SinceProgress => Stopwatch.GetElapsedTime(Interlocked.Read(ref _progressAt));

    /// <summary>Cancelled when the attempt has to end after its current step.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Whether it has to be handed back with a checkpoint: the worker leaves, or its trial ends early.</summary>
    public bool HandBack => _handBack;

    /// <summary>What this worker wants of the attempt's next step.</summary>
    public StopWish Wish => !_stop.IsCancellationRequested ? StopWish.None : _handBack ? StopWish.HandBack : StopWish.Abandon;

    /// <summary>Whether it is this one.</summary>
    public bool Is(TrialId trial, int attempt) => Assignment.Trial.Id == trial && Assignment.Attempt == attempt;

    /// <summary>
    /// Makes it end after its current step. A stop by order outranks a hand-back, whichever comes first: nobody wants it back then.
    /// </summary>
    public void Stop(bool handBack)
    {
        _handBack = handBack && (_handBack || !_stop.IsCancellationRequested);
        _stop.Cancel();
    }

    /// <summary>Lets what is logged from here on, until the disposal, be known as the attempt's.</summary>
    public IDisposable BeginScope(ILogger logger) =>
        new TrialScope(Assignment.Trial.Id.Sweep, Assignment.Trial.Id.Number, Assignment.Attempt).Begin(logger, Assignment.Trace);

    /// <summary>As a heartbeat tells it.</summary>
    public RunningAttempt Describe() => new(Assignment.Lease, Assignment.Attempt, Progress);
}
