using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Dashboard.Sweeps;

/// <summary>Trials in a few words.</summary>
internal static class Describe
{
    /// <summary><c>1 trial</c>, <c>12 trials</c>.</summary>
    public static string Count(long number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    /// <summary><c>resnet18, lr 0.001</c>: the parameters that have a column, the model without its name.</summary>
    public static string Trial(TrialView trial, IReadOnlyList<string> columns) => string.Join(", ", columns
        .Where(trial.Parameters.ContainsKey)
        .Select(name => name == ParameterNames.Model ? trial.Parameters[name].ToString() : $"{name} {Numbers.Parameter(trial.Parameters[name])}"));
}
