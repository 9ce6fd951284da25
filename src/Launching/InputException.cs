using System.Collections.Immutable;

namespace ResNet.Distributed.Launching;

/// <summary>What the caller gave cannot be used: exit code 2. Each fault says what to do.</summary>
public sealed class InputException(params ImmutableArray<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>Everything that is wrong; empty when it has been said already.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
