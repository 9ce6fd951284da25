using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.Dashboard.Sweeps;

/// <summary>Trials in a few words.</summary>
internal static class Describe
{
    /// <summary><c>resnet18, lr 0.001</c>: the parameters that have a column, the model without its name.</summary>
    public static string Trial(TrialView trial, IReadOnlyList<string> columns) => string.Join(", ", columns
        .Where(trial.Parameters.ContainsKey)
        .Select(name => name == "model" ? trial.Parameters[name].ToString() : $"{name} {Numbers.Parameter(trial.Parameters[name])}"));
}
