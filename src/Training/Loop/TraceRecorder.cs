using System.Text.Json;
using ResNet.Distributed.Durability;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Numerics;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// Writes a run down as the reference script's <c>--trace</c> does: the same keys, the same spelling of numbers. The file is
/// written when the run is finished, whole or not at all.
/// </summary>
/// <param name="path">The JSON file to write; replaced where it exists.</param>
public sealed class TraceRecorder(string path) : ITrainingObserver
{
    private readonly List<double> _steps = [];
    private readonly List<EpochResult> _epochs = [];
    private string _initialDigest = "";
    private RunInfo? _info;

    /// <inheritdoc/>
    public void OnStarted(CifarResNet model, RunInfo info)
    {
        _info = info;
        _initialDigest = WeightsDigest.OfParameters(model);
    }

    /// <inheritdoc/>
    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress)
    {
        _info = info;
        _initialDigest = progress.InitialWeightsSha256;
        _steps.AddRange(progress.Losses);
        _epochs.AddRange(progress.Epochs);
    }

    /// <inheritdoc/>
    public void OnStep(StepResult step) => _steps.Add(step.Loss);

    /// <inheritdoc/>
    public void OnEpoch(CifarResNet model, EpochResult epoch) => _epochs.Add(epoch);

    /// <inheritdoc/>
    public void OnFinished(CifarResNet model) =>
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1 });
            Write(json, _info ?? throw new InvalidOperationException("The run finished before it started."), model);
        });

    private void Write(Utf8JsonWriter json, RunInfo info, CifarResNet model)
    {
        json.WriteStartObject();
        json.WriteString("torch", LibTorchVersion.Loaded);
        json.WriteString("model", info.Model);
        json.WriteNumber("seed", info.Seed);
        json.WriteNumber("train_images", info.TrainImages);
        json.WriteString("initial_weights_sha256", _initialDigest);
        json.WriteStartArray("steps");
        _steps.ForEach(loss => WriteValue(json, loss));
        json.WriteEndArray();
        json.WriteStartArray("epochs");
        _epochs.ForEach(epoch => WriteEpoch(json, epoch));
        json.WriteEndArray();
        json.WriteStartArray("lines");
        _epochs.ForEach(e => json.WriteStringValue(ScriptLine.Format(e.Epoch, e.TrainLoss, e.TrainAccuracy, e.TestAccuracy)));
        json.WriteEndArray();
        WriteSums(json, "final_parameter_sums", model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        WriteSums(json, "final_buffer_sums", model.named_buffers().Select(b => (b.name, b.buffer)));
        json.WriteEndObject();
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        WriteNumber(json, "train_loss", epoch.TrainLoss);
        WriteNumber(json, "accuracy", epoch.TrainAccuracy);
        WriteNumber(json, "test_accuracy", epoch.TestAccuracy);
        json.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter json, string key, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        json.WriteStartObject(key);
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            WriteNumber(json, name, tensor.detach().to(ScalarType.Float64).sum().item<double>());
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double value)
    {
        json.WritePropertyName(key);
        WriteValue(json, value);
    }

    /// <summary>As Python's json module writes a float, which includes NaN and Infinity.</summary>
    private static void WriteValue(Utf8JsonWriter json, double value)
    {
        var text = double.IsNaN(value) ? "NaN"
            : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity")
            : PythonFormat.Repr(value);
        json.WriteRawValue(text, skipInputValidation: true);
    }
}
