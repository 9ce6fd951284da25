using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Telemetry;

/// <summary>A sweep of six trials of four epochs.</summary>
internal static class SweepSamples
{
    public static readonly SweepPlan Plan = new(
        SweepFile.Parse(
            "method: grid\nparameters:\n  model: { values: [resnet18, resnet34] }\n  lr: { values: [0.1, 0.01, 0.001] }\n  epochs: { value: 4 }\n",
            "sample"),
        Guid.NewGuid(), trace: null);

    public static SweepState State(params TrialView[] trials) => new()
    {
        Text = "",
        Created = TrialSamples.Now,
        Trials = TrialTable.Of(trials),
    };

    public static TrialView Trial(
        int number, TrialStatus status, int epochsDone = 0, double seconds = 0, int attempt = 1, double? best = null) => new()
        {
            Number = number,
            Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty,
            Status = status,
            Attempt = attempt,
            Restarts = Math.Max(0, attempt - 1),
            EpochsDone = epochsDone,
            Epochs = 4,
            Best = best,
            Seconds = seconds,
            Revision = 1,
        };
}
