using System.Globalization;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Keeps the weights of an attempt's best epoch by the sweep's metric, as <c>checkpoints/best.safetensors</c> of its trial.</summary>
internal sealed class BestModel(string outputDirectory, Assignment assignment, string dataName)
{
    private readonly MetricSpec _metric = assignment.Trial.Metric;
    private double? _best;
    private bool _written;

    /// <summary>The file, relative to the sweep's folder.</summary>
    public string RelativePath { get; } =
        $"trials/{assignment.Trial.Id.Number.ToString(CultureInfo.InvariantCulture)}/checkpoints/best.safetensors";

    /// <summary>Writes the weights when the epoch is the best so far, or the first.</summary>
    /// <returns>The file's relative path.</returns>
    public string Consider(CifarResNet model, EpochMetrics epoch)
    {
        var value = MetricNames.Of(epoch, _metric.Name);
        if (!_written || (value is { } v && _metric.IsBetter(v, _best)))
        {
            var path = Path.Combine(outputDirectory, assignment.Trial.Id.Sweep, RelativePath);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SafetensorsFile.Write(path, StateDict.Of(model), Metadata(epoch));
            (_best, _written) = (value, true);
        }

        return RelativePath;
    }

    private Dictionary<string, string> Metadata(EpochMetrics epoch) => new()
    {
        ["model"] = assignment.Trial.Hyperparameters.Model,
        ["trial"] = assignment.Trial.Id.ToString(),
        ["epoch"] = epoch.Epoch.ToString(CultureInfo.InvariantCulture),
        ["test_accuracy"] = epoch.TestAccuracy.ToString("r", CultureInfo.InvariantCulture),
        ["data"] = dataName,
    };
}
