using System.Security.Cryptography;
using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Onnx;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.GpuWorker.Models;

/// <summary>A model's file as it was written.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Model"><c>resnet18</c> or <c>resnet34</c>.</param>
/// <param name="Outputs">Outputs of the model.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">The file's SHA-256.</param>
internal sealed record ModelExport(string Path, string Model, int Outputs, long Bytes, string Sha256)
{
    /// <summary>The format that holds weights alone, under PyTorch's names.</summary>
    public const string Safetensors = "safetensors";

    /// <summary>The format that holds the network too.</summary>
    public const string Onnx = "onnx";

    /// <summary>Reads a model, checks it, and writes it to another file, whole or not at all.</summary>
    /// <param name="source">A file, or a trial's folder.</param>
    /// <param name="target">The file to write; an existing one is replaced.</param>
    /// <param name="format"><see cref="Safetensors"/> or <see cref="Onnx"/>.</param>
    /// <param name="texts">Goes into the file's metadata, beside what the source says and what is known of every model.</param>
    /// <exception cref="SafetensorsException">The source is damaged, or holds something else.</exception>
    /// <exception cref="IOException">One of the files cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">One of the files may not be.</exception>
    public static ModelExport Write(string source, string target, string format, IEnumerable<KeyValuePair<string, string>> texts)
    {
        using var model = TrainedModel.Read(ModelPath.Resolve(source));
        var metadata = Metadata(model, texts);
        if (format == Onnx)
        {
            OnnxFile.Write(target, model.Network, metadata);
        }
        else
        {
            SafetensorsFile.Write(target, StateDict.Of(model.Network), metadata);
        }

        using var written = File.OpenRead(target);
        var digest = Convert.ToHexStringLower(SHA256.HashData(written));
        return new ModelExport(System.IO.Path.GetFullPath(target), model.Name, model.Network.Classes, written.Length, digest);
    }

    private static Dictionary<string, string> Metadata(TrainedModel model, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var metadata = new Dictionary<string, string>(model.Metadata, StringComparer.Ordinal);
        foreach (var (key, value) in texts)
        {
            metadata[key] = value;
        }

        metadata[ModelText.Model] = model.Name;
        metadata[ModelText.Classes] = ModelText.OfNames(model.ClassNames);
        metadata[ModelText.Normalization] = ModelText.NormalizationValue;
        metadata[ModelText.WeightsSha256] = model.WeightsSha256;
        return metadata;
    }
}
