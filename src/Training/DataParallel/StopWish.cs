namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Whether a run is to end before its time, and what becomes of its state then.</summary>
public enum StopWish
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It ends after the step and keeps its state, so that others go on from there.</summary>
    HandBack,

    /// <summary>It ends after the step and keeps nothing: others may already be at it.</summary>
    Abandon,
}
