using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Layout;

/// <summary>Where things are. Names of sweeps need no escaping: see <c>SweepName</c>.</summary>
internal static class Addresses
{
    /// <summary>A sweep's page.</summary>
    public static string Sweep(string sweep) => $"/sweeps/{sweep}";

    /// <summary>A trial's page.</summary>
    public static string Trial(string sweep, int number) => string.Create(CultureInfo.InvariantCulture, $"/sweeps/{sweep}/trials/{number}");

    /// <summary>A trial's page.</summary>
    public static string Trial(TrialId trial) => Trial(trial.Sweep, trial.Number);

    /// <summary>The best model of a sweep, as a file.</summary>
    public static string BestModel(string sweep) => $"/api/sweeps/{sweep}/best/model";

    /// <summary>A trial's best model, as a file.</summary>
    public static string Model(string sweep, int number) => string.Create(CultureInfo.InvariantCulture, $"/api/sweeps/{sweep}/trials/{number}/model");
}
