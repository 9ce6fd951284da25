using System.Collections.Immutable;
using ResNet.Distributed.Chaos.Faults;

namespace ResNet.Distributed.Chaos;

/// <summary>The sizes of a run.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Faults to inject, from 0.</summary>
    public int Faults { get; init; } = 100;

    /// <summary>Decides every fault's kind, target and length.</summary>
    public long Seed { get; init; }

    /// <summary>Worker processes, at least 1.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Coordinator processes, at least 1.</summary>
    public int Coordinators { get; init; } = 2;

    /// <summary>Trials of the sweep, at least 1.</summary>
    public int Trials { get; init; } = 12;

    /// <summary>Epochs of each trial.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Images in an epoch.</summary>
    public int TrainLimit { get; init; } = 32;

    /// <summary>Images it is tested on.</summary>
    public int TestLimit { get; init; } = 16;

    /// <summary>The kinds to draw from.</summary>
    public ImmutableArray<FaultKind> Kinds { get; init; } = [.. Enum.GetValues<FaultKind>()];

    /// <summary>Where the run's files stay: logs, store, results. Null for a temporary folder, which is gone when all went well.</summary>
    public string? KeepLogs { get; init; }

    /// <summary>Where the built programs are; null for beside this one.</summary>
    public string? Bin { get; init; }

    /// <summary>A fault that is not recovered from within this is a violation.</summary>
    public TimeSpan RecoveryLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The calm sweep, and what is left to do after the last fault, end within this.</summary>
    public TimeSpan EndLimit { get; init; } = TimeSpan.FromMinutes(15);
}
