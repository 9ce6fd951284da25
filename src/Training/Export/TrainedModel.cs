using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Export;

/// <summary>
/// A model with its trained weights, on the CPU, in float32 and evaluation mode: read from an exported safetensors file, from the weights
/// of a trial's best epoch, or from a checkpoint.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    private const string CheckpointModel = "plan.model";
    private const string CheckpointPrefix = "model.";
    private const string Classifier = "fc.weight";

    private TrainedModel(CifarResNet network, string name, IReadOnlyDictionary<string, string> metadata)
    {
        (Network, Name, Metadata) = (network, name, metadata);
        WeightsSha256 = WeightsDigest.Of(network);
        var names = ModelText.Names(metadata) ?? CifarFormat.ClassNames;
        ClassNames = [.. Enumerable.Range(0, network.Classes).Select(label => label < names.Count ? names[label] : $"class {label}")];
    }

    /// <summary>The network. It belongs to this object.</summary>
    public CifarResNet Network { get; }

    /// <summary>One of <see cref="ModelZoo.Names"/>.</summary>
    public string Name { get; }

    /// <summary>The file's free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// A name for each output: as the file has them, else CIFAR-10's; <c>class 12</c> for outputs that stand for no class.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>SHA-256 over the parameters and buffers, as <see cref="WeightsDigest"/> takes it.</summary>
    public string WeightsSha256 { get; }

    /// <summary>Reads a file and checks all of it: its checksums, the names, types and shapes of its tensors, and their values.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">It is damaged, or holds something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static TrainedModel Read(string path)
    {
        CheckFileName(path);
        using var file = SafetensorsFile.Read(path);
        var isCheckpoint = file.Metadata.TryGetValue(CheckpointModel, out var name);
        if (!isCheckpoint && !file.Metadata.TryGetValue(ModelText.Model, out name))
        {
            throw new SafetensorsException(path, null, $"no '{ModelText.Model}' in its metadata", Expected);
        }

        if (!ModelZoo.Names.Contains(name!))
        {
            throw new SafetensorsException(path, null, $"a model named '{name}'", Expected);
        }

        var tensors = isCheckpoint
            ? file.Tensors.Where(t => t.Key.StartsWith(CheckpointPrefix, StringComparison.Ordinal))
                .ToDictionary(t => t.Key[CheckpointPrefix.Length..], t => t.Value, StringComparer.Ordinal)
            : file.Tensors;
        CheckValues(path, tensors);
        var network = Load(path, name!, tensors);
        try
        {
            var model = new TrainedModel(network, name!, isCheckpoint ? OfCheckpoint(file.Metadata, name!) : file.Metadata);
            model.CheckDigest(path);
            return model;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static string Expected => $"the weights of one of {string.Join(", ", ModelZoo.Names)}, as a sweep or 'export' writes them";

    // A checkpoint's name holds the beginning of its hash.
    private static void CheckFileName(string path)
    {
        if (CheckpointName.Parse(Path.GetFileName(path)) is not { } name)
        {
            return;
        }

        using var stream = File.OpenRead(path);
        if (CheckpointName.ChecksumOf(stream) is var found && found != name.Checksum)
        {
            throw new SafetensorsException(path, null, $"a SHA-256 that begins with {found}: it is damaged", $"{name.Checksum}, as its name says");
        }
    }

    private static void CheckValues(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in tensors.Where(t => t.Value.is_floating_point()))
        {
            if (!tensor.isfinite().all().item<bool>())
            {
                throw new SafetensorsException(path, name, "values that are infinite or not a number", "finite ones");
            }
        }
    }

    private static CifarResNet Load(string path, string name, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (!tensors.TryGetValue(Classifier, out var weight) || weight.shape is not [var classes and > 0 and < int.MaxValue, CifarResNet.Features])
        {
            throw new SafetensorsException(path, Classifier, "no such tensor, or one of another shape", $"[classes, {CifarResNet.Features}]");
        }

        var network = ModelZoo.Create(name, (int)classes);
        try
        {
            StateDict.Load(network, tensors);
            network.eval();
            return network;
        }
        catch (StateDictException difference)
        {
            network.Dispose();
            throw new SafetensorsException(path, null, $"tensors that are not {name}'s ({difference.Message.TrimEnd('.')})", $"those of {name}", difference);
        }
    }

    // What else a checkpoint's text says is of its run.
    private static Dictionary<string, string> OfCheckpoint(IReadOnlyDictionary<string, string> texts, string name)
    {
        var model = new Dictionary<string, string>(StringComparer.Ordinal) { [ModelText.Model] = name };
        if (texts.TryGetValue("plan.data", out var data))
        {
            model["data"] = data;
        }

        return model;
    }

    private void CheckDigest(string path)
    {
        if (Metadata.TryGetValue(ModelText.WeightsSha256, out var noted) && noted != WeightsSha256)
        {
            throw new SafetensorsException(
                path, null, $"weights whose SHA-256 is {WeightsSha256}: they are damaged", $"{noted}, as its metadata says");
        }
    }
}
