using System.Globalization;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>
/// Keeps the weights of a trial's best epoch by the sweep's metric, as <c>checkpoints/best-epoch-0003.safetensors</c>: named by the
/// epoch, because the weights of an epoch are the same in every attempt, so that an attempt that was replaced and does not know it
/// yet cannot spoil them.
/// </summary>
/// <param name="sweepFolder">The sweep's folder.</param>
/// <param name="assignment">The attempt.</param>
/// <param name="data">Its name and those of its classes go into the files' metadata.</param>
/// <param name="fetch">Brings a file of an earlier attempt that is not here; false where it is not to be had.</param>
internal sealed class BestModel(string sweepFolder, Assignment assignment, LoadedData data, Func<string, bool> fetch)
{
    private const string Prefix = "best-epoch-";

    private int? _epoch;
    private double? _best;

    /// <summary>The file, relative to the sweep's folder; null before there is one.</summary>
    public string? RelativePath => _epoch is { } epoch ? RelativePathOf(epoch) : null;

    private string FolderOfTrial => $"{TrialFolder.InSweep(assignment.Trial.Id.Number)}/checkpoints";

    /// <summary>Takes up what an earlier attempt found to be the best.</summary>
    /// <param name="epochs">Its epochs.</param>
    /// <returns>False when the best epoch's file is gone; the best of the epochs to come is kept then.</returns>
    public bool Resume(IEnumerable<EpochMetrics> epochs)
    {
        foreach (var epoch in epochs.Where(IsBetter))
        {
            (_epoch, _best) = (epoch.Epoch, ValueOf(epoch));
        }

        if (_epoch is { } best && !File.Exists(Path.Combine(sweepFolder, RelativePathOf(best))) && !fetch(Path.GetFileName(RelativePathOf(best))))
        {
            (_epoch, _best) = (null, null);
            return false;
        }

        return true;
    }

    /// <summary>Writes the weights when the epoch is the best so far, or the first.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Consider(CifarResNet model, EpochMetrics epoch)
    {
        if (!IsBetter(epoch))
        {
            return;
        }

        var path = Path.Combine(sweepFolder, RelativePathOf(epoch.Epoch));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafetensorsFile.Write(path, StateDict.Of(model), Metadata(model, epoch));
        DeleteOlderThan(_epoch ?? epoch.Epoch);
        (_epoch, _best) = (epoch.Epoch, ValueOf(epoch));
    }

    private bool IsBetter(EpochMetrics epoch) =>
        _epoch is null || (ValueOf(epoch) is { } value && assignment.Trial.Metric.IsBetter(value, _best));

    private double? ValueOf(EpochMetrics epoch) => MetricNames.Of(epoch, assignment.Trial.Metric.Name);

    private string RelativePathOf(int epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderOfTrial}/{Prefix}{epoch:0000}.safetensors");

    // The best one before stays until the next is found: the sweep may still be about to copy it.
    private void DeleteOlderThan(int epoch)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(sweepFolder, FolderOfTrial), $"{Prefix}*.safetensors"))
        {
            var number = Path.GetFileNameWithoutExtension(file.AsSpan())[Prefix.Length..];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && other < epoch)
            {
                File.Delete(file);
            }
        }
    }

    private Dictionary<string, string> Metadata(CifarResNet model, EpochMetrics epoch) => new()
    {
        [ModelText.Model] = assignment.Trial.Hyperparameters.Model,
        ["trial"] = assignment.Trial.Id.ToString(),
        ["epoch"] = epoch.Epoch.ToString(CultureInfo.InvariantCulture),
        ["test_accuracy"] = epoch.TestAccuracy.ToString("r", CultureInfo.InvariantCulture),
        ["data"] = data.Name,
        [ModelText.Classes] = ModelText.OfNames(data.ClassNames),
        [ModelText.WeightsSha256] = WeightsDigest.Of(model),
    };
}
