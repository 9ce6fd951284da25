namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>How an attempt ended, as far as its trial tells.</summary>
public enum AttemptEnding
{
    /// <summary>It has not.</summary>
    Running,

    /// <summary>It did the trial's last epoch.</summary>
    Completed,

    /// <summary>It got to a rung, where its trial pauses.</summary>
    Paused,

    /// <summary>The scheduler or a budget ended its trial.</summary>
    Stopped,

    /// <summary>Its worker was lost, or handed it back, or it failed and the trial was tried again.</summary>
    Interrupted,

    /// <summary>It failed, and the trial with it.</summary>
    Failed,

    /// <summary>Its loss was NaN or infinite.</summary>
    Diverged,

    /// <summary>Someone cancelled the trial.</summary>
    Cancelled,
}
