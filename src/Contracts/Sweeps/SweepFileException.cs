using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>A sweep file was refused. <see cref="Faults"/> holds everything that is wrong with it.</summary>
public sealed class SweepFileException(string source, ImmutableArray<SweepFault> faults)
    : Exception($"{source}: {faults.Length} fault{(faults.Length == 1 ? "" : "s")}\n" + string.Join('\n', faults.Select(f => "  " + f)))
{
    /// <summary>In the order of their lines; at least one.</summary>
    public ImmutableArray<SweepFault> Faults { get; } = faults;
}
