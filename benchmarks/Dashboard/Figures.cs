using System.Collections.Immutable;
using ResNet.Distributed.Dashboard.Measuring;

namespace ResNet.Distributed.Dashboard;

/// <summary>Everything that was measured.</summary>
internal sealed record Figures
{
    /// <summary>Seconds until nine tenths of the sweep were filled by simulated workers.</summary>
    public required double FillSeconds { get; init; }

    /// <summary>Epochs reported meanwhile.</summary>
    public required int FillEpochs { get; init; }

    /// <summary>The coordinator's CPU seconds meanwhile.</summary>
    public required double FillCpuSeconds { get; init; }

    /// <summary>First answers of a coordinator that has just started.</summary>
    public required ImmutableArray<ApiFigure> First { get; init; }

    /// <summary>Answers while the sweep goes on.</summary>
    public required ImmutableArray<ApiFigure> Live { get; init; }

    /// <summary>Cores that the coordinator uses while the sweep goes on and nobody looks.</summary>
    public required double IdleCores { get; init; }

    /// <summary>The same while somebody follows its history.</summary>
    public required double FollowedCores { get; init; }

    /// <summary>The coordinator's resident memory in the end, in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>The sweep's page; null when no page was opened.</summary>
    public PageFigures? Page { get; init; }
}
