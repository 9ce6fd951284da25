using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>Which parameters of a sweep's trials are worth a column.</summary>
public static class ParameterColumns
{
    private static readonly string[] Leading = [ParameterNames.Model, ParameterNames.LearningRate];

    /// <summary>Model and learning rate first, then whatever differs between the trials, by name.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<TrialView> trials)
    {
        var names = trials.SelectMany(trial => trial.Parameters.Keys).Distinct().ToList();
        return [.. Leading.Where(names.Contains), .. names.Except(Leading).Where(Varies).Order(StringComparer.Ordinal)];

        bool Varies(string name) =>
            trials.Select(trial => trial.Parameters.TryGetValue(name, out var value) ? value : default).Distinct().Count() > 1;
    }
}
