namespace ResNet.Distributed.Coordinator.Dashboard.Submitting;

/// <summary>How the form gives the learning rate.</summary>
public enum RateKind
{
    /// <summary>One value or several.</summary>
    Values,

    /// <summary>A range, drawn from by its logarithm.</summary>
    Range,
}
