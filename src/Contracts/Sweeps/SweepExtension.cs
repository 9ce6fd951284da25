namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>How a sweep may be changed under its name: it gets more trials, and those that it has stay what they are.</summary>
public static class SweepExtension
{
    /// <summary>
    /// Whether a sweep differs from an older one in nothing but a higher <c>run_cap</c>, or longer lists of a grid's values, and has more
    /// trials for it. A population is what it is: those that come later would have no part in what was decided.
    /// </summary>
    public static bool IsExtension(SweepSpec old, SweepSpec @new) =>
        @new.Trials > old.Trials
        && @new.Method != SearchMethod.Pbt
        && SweepDifference.Between(old with { RunCap = @new.RunCap, Parameters = @new.Parameters }, @new).IsEmpty
        && old.Parameters.Length == @new.Parameters.Length
        && old.Parameters.All(parameter => Widens(parameter.Value, @new.Parameters.FirstOrDefault(p => p.Key == parameter.Key).Value, @new.Method));

    private static bool Widens(ParameterDomain old, ParameterDomain? @new, SearchMethod method) =>
        old == @new
        || (method == SearchMethod.Grid && old is ListedValues few && @new is ListedValues many && few.Values.All(many.Values.Contains));
}
