namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>Whose epochs a scheduler has to know.</summary>
internal enum NeededCurves
{
    /// <summary>Nobody's.</summary>
    None,

    /// <summary>Those of the trial that has done another epoch.</summary>
    Own,

    /// <summary>Those of the completed trials too.</summary>
    Completed,
}
