using System.Globalization;

namespace ResNet.Distributed.Orchestration.Simulated;

/// <summary>Sweeps for workers that train nothing.</summary>
/// <param name="Sweeps">How many, at the same time.</param>
/// <param name="Trials">Of each.</param>
/// <param name="Epochs">Of each trial.</param>
/// <param name="Workers">That are there.</param>
/// <param name="EpochSeconds">What an epoch takes; 0 for at once.</param>
/// <param name="Speed">How many times faster than the clock.</param>
internal sealed record SimulatedLoad(int Sweeps, int Trials, int Epochs, int Workers, double EpochSeconds, double Speed = 1)
{
    /// <summary>Epochs that are reported in all.</summary>
    public int AllEpochs => Sweeps * Trials * Epochs;

    /// <summary>Seconds by the clock that the workers need, when nothing comes between two epochs.</summary>
    public double Ideal => Math.Ceiling((double)Sweeps * Trials / Workers) * Epochs * EpochSeconds / Speed;

    /// <summary>A sweep's name.</summary>
    public static string Name(int sweep) => string.Create(CultureInfo.InvariantCulture, $"sweep-{sweep}");

    /// <summary>A sweep as a file.</summary>
    public string File(string name) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{name}}
        method: random
        run_cap: {{Trials}}
        parameters:
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-2 }
          epochs: { value: {{Epochs}} }
        """);
}
