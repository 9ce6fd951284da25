namespace ResNet.Distributed.Contracts.Trials;

/// <summary>What a trial says to a report of one of its attempts.</summary>
public enum ReportAnswer
{
    /// <summary>Taken; go on.</summary>
    Continue,

    /// <summary>Taken; end the attempt after its current step, with a checkpoint.</summary>
    Stop,

    /// <summary>Not taken: the attempt is not the trial's newest, or the trial is over. Stop and report nothing more.</summary>
    Refused,
}
