using System.ComponentModel.DataAnnotations;
using ResNet.Distributed.Training.Devices;

namespace ResNet.Distributed.GpuWorker;

/// <summary>One worker process: the configuration section <c>Worker</c>, set by the launcher as <c>Worker__…</c>.</summary>
internal sealed class WorkerOptions : IValidatableObject
{
    /// <summary>The configuration section's name.</summary>
    public const string Section = "Worker";

    /// <summary>Unique in the cluster; it stays the same when the process is restarted. By default the host's name and the process id.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ErrorMessage = "Worker:Name is '{0}'; expected up to 64 letters, digits, '.', '_' or '-'.")]
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Threads that training uses on a CPU; 0 for all cores.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>: see <see cref="DevicePreference"/>.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>Added to the priority number (niceness) of the training threads, so that the silo beside them stays quick.</summary>
    [Range(0, 19)]
    public int TrainingNiceness { get; set; } = 10;

    /// <summary>The same as <see cref="Device"/>.</summary>
    internal DevicePreference DevicePreference => Enum.Parse<DevicePreference>(Device, ignoreCase: true);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Device is not ("auto" or "cpu" or "cuda"))
        {
            yield return new ValidationResult($"Worker:Device is '{Device}'; expected auto, cpu or cuda.", [nameof(Device)]);
        }
    }
}
