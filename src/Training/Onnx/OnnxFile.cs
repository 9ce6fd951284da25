using System.Reflection;
using Google.Protobuf;
using ResNet.Distributed.Durability;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Training.Onnx;

/// <summary>
/// Writes a model as ONNX (onnx.proto: ModelProto). Its input <c>images</c> is float32 [N, 3, 32, 32], RGB, each byte of a picture
/// divided by 255; its output <c>logits</c> is float32 [N, classes]; N may be any number.
/// </summary>
public static class OnnxFile
{
    /// <summary>Version of the format: what ONNX 1.13 (2022) and everything newer reads.</summary>
    public const int IrVersion = 8;

    /// <summary>Version of the operators.</summary>
    public const int Opset = 17;

    private const string Producer = "ResNet.Distributed";
    private const string Description =
        "Input: float32 [N, 3, 32, 32], RGB, each byte divided by 255, no mean and no standard deviation. Output: logits, before a softmax.";

    /// <summary>Writes a file whole or not at all: beside the target, to the disk, then in its place.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="model">The model; the graph is that of evaluation mode, whatever mode it is in.</param>
    /// <param name="metadata">Free text, which becomes the file's <c>metadata_props</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, CifarResNet model, IReadOnlyDictionary<string, string> metadata)
    {
        var message = new ProtobufMessage()
            .Integer(1, IrVersion)
            .Text(2, Producer)
            .Text(3, typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion)
            .Text(6, Description)
            .Message(7, OnnxResNet.GraphOf(model))
            .Message(8, new ProtobufMessage().Text(1, "").Integer(2, Opset))
            .Each(metadata, (file, text) => file.Message(14, new ProtobufMessage().Text(1, text.Key).Text(2, text.Value)));
        AtomicFile.Write(path, stream =>
        {
            using var output = new CodedOutputStream(stream, leaveOpen: true);
            message.WriteTo(output);
        });
    }
}
