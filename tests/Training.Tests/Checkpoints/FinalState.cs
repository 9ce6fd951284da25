using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>All that a checkpoint holds, but for times and the attempt: weights, Adam's state, generator, losses, epochs, tallies.</summary>
internal static class FinalState
{
    private static readonly string[] NotCompared = ["attempt", "train_seconds"];

    public static SortedDictionary<string, string> Of(string path)
    {
        using var file = SafetensorsFile.Read(path);
        var state = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, tensor) in file.Tensors)
        {
            state[name] = $"{tensor.dtype} [{string.Join(", ", tensor.shape)}] {Convert.ToHexStringLower(SHA256.HashData(tensor.bytes))}";
        }

        foreach (var (key, value) in file.Metadata.Where(m => !NotCompared.Contains(m.Key)))
        {
            state[$"metadata {key}"] = key == "epochs" ? WithoutTimes(value) : value;
        }

        return state;
    }

    private static string WithoutTimes(string epochs)
    {
        var array = JsonNode.Parse(epochs)!.AsArray();
        foreach (var epoch in array)
        {
            Assert.True(epoch!.AsObject().Remove("TrainSeconds") && epoch.AsObject().Remove("TestSeconds"));
        }

        return array.ToJsonString();
    }
}
