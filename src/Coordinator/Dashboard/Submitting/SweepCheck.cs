using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Dashboard.Submitting;

/// <summary>What is known of a sweep file before it is submitted.</summary>
/// <param name="Spec">What it means; null where it has faults.</param>
/// <param name="Faults">By line; empty where it has none.</param>
public sealed record SweepCheck(SweepSpec? Spec, ImmutableArray<SweepFault> Faults)
{
    /// <summary>Reads a file as the API would.</summary>
    public static SweepCheck Of(string text)
    {
        try
        {
            return new SweepCheck(SweepFile.Parse(text, "sweep"), []);
        }
        catch (SweepFileException refused)
        {
            return new SweepCheck(null, refused.Faults);
        }
    }

    /// <summary>How many trials the sweep will have; null where it has faults.</summary>
    public long? Trials => Spec?.Trials;
}
