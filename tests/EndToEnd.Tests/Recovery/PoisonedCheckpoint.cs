using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>Makes a trial diverge: its newest checkpoint, with weights that are not numbers, and sound in every other way.</summary>
internal static class PoisonedCheckpoint
{
    private const string Weights = "model.fc.bias";

    /// <summary>Replaces the newest checkpoint of a folder.</summary>
    public static void Replace(string folder)
    {
        var path = Directory.GetFiles(folder, "epoch-*.safetensors").Max(StringComparer.Ordinal)!;
        var bytes = File.ReadAllBytes(path);
        var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(8, header));
        var offsets = json.RootElement.GetProperty(Weights).GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + header)[start..end]).Fill(float.NaN);

        // epoch-0003.step-00120.attempt-0002.<digest>.safetensors
        var name = Path.GetFileName(path).Split('.');
        name[3] = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        File.Delete(path);
        File.WriteAllBytes(Path.Combine(folder, string.Join('.', name)), bytes);
    }
}
