namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>How the next trial's parameters are chosen.</summary>
public enum SearchMethod
{
    /// <summary>Every combination of the listed values.</summary>
    Grid,

    /// <summary>Independent draws from the listed values and distributions.</summary>
    Random,
}
