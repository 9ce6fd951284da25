namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>
/// The spans of a sweep's one trace. A span is exported when it ends, and what may outlast its process would never be: so a sweep, a trial
/// and an attempt each leave a short span when they begin, under which all else hangs, and a second one when they are over, which has
/// their whole duration and how they ended.
/// </summary>
public static class SpanNames
{
    /// <summary>A sweep was submitted: the trace's root.</summary>
    public const string Sweep = "sweep";

    /// <summary>A sweep, from its submission to its end.</summary>
    public const string SweepRun = "sweep run";

    /// <summary>A trial was started.</summary>
    public const string Trial = "trial";

    /// <summary>A trial, from its first attempt to its end.</summary>
    public const string TrialRun = "trial run";

    /// <summary>A trial waited for workers.</summary>
    public const string LeaseWait = "lease wait";

    /// <summary>An attempt was given workers.</summary>
    public const string Attempt = "attempt";

    /// <summary>An attempt, from its lease to its end; its status says why it ended.</summary>
    public const string AttemptRun = "attempt run";

    /// <summary>An attempt was handed to its workers.</summary>
    public const string Assign = "assign";

    /// <summary>A worker made ready for an attempt: met the other ranks, looked for a checkpoint, built the model.</summary>
    public const string Prepare = "prepare";

    /// <summary>An epoch with its test, on one worker.</summary>
    public const string Epoch = "epoch";

    /// <summary>An epoch's test.</summary>
    public const string Test = "test";

    /// <summary>What the steps of an epoch waited for the other ranks' gradients, added up.</summary>
    public const string AllReduce = "all-reduce";

    /// <summary>A checkpoint was written, beside the training.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A report was on its way from a worker to its trial.</summary>
    public const string Report = "report";
}
