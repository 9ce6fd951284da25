namespace ResNet.Distributed.Coordinator.Dashboard.Sweeps;

/// <summary>A column of the table of trials.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Parameter">For <see cref="TrialColumnKind.Parameter"/>: which.</param>
public readonly record struct TrialColumn(TrialColumnKind Kind, string? Parameter = null);

/// <summary>What a column of the table of trials shows.</summary>
public enum TrialColumnKind
{
    /// <summary>The trial's number.</summary>
    Number,

    /// <summary>A hyperparameter.</summary>
    Parameter,

    /// <summary>Where it stands.</summary>
    State,

    /// <summary>Epochs done.</summary>
    Epoch,

    /// <summary>The newest training loss.</summary>
    Loss,

    /// <summary>The newest test accuracy.</summary>
    Accuracy,

    /// <summary>The best value of the sweep's metric.</summary>
    Best,

    /// <summary>Images per second.</summary>
    Rate,

    /// <summary>Time left while it runs, time taken when it is over.</summary>
    Time,

    /// <summary>The worker of the newest attempt.</summary>
    Worker,
}
