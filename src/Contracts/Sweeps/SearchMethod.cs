namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>How the next trial's parameters are chosen.</summary>
public enum SearchMethod
{
    /// <summary>Every combination of the listed values.</summary>
    Grid,

    /// <summary>Independent draws from the listed values and distributions.</summary>
    Random,

    /// <summary>The points of a scrambled Sobol sequence, which fill the space more evenly than independent draws.</summary>
    Sobol,

    /// <summary>A tree-structured Parzen estimator: draws where the better trials of the sweep are denser than the others.</summary>
    Tpe,

    /// <summary>Population based training: independent draws at first, of which the worse ones take over from the better ones on their way.</summary>
    Pbt,
}
