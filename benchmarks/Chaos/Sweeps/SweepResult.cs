using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ResNet.Distributed.Chaos.Comparison;

namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>A sweep that has ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its results.</param>
/// <param name="Seconds">From the submission to the end.</param>
/// <param name="Best">SHA-256 of its best model's tensors; empty when there is none.</param>
internal sealed record SweepResult(string Name, string Folder, double Seconds, string Best)
{
    private static readonly string[] Unfinished = ["pending", "waiting", "running", "paused"];

    /// <summary>What is missing in a sweep's folder; null when everything is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trials">How many trials the sweep has.</param>
    public static string? Missing(string folder, int trials)
    {
        var csv = Path.Combine(folder, "results.csv");
        if (!File.Exists(csv))
        {
            return "results.csv is missing";
        }

        var table = ResultsTable.Read(csv);
        if (table.Rows.Length != trials)
        {
            return string.Create(CultureInfo.InvariantCulture, $"results.csv has {table.Rows.Length} rows, expected {trials}");
        }

        var open = table.Rows.FirstOrDefault(row => Unfinished.Contains(row["state"]));
        return open is null ? null : $"results.csv says that trial {open["trial"]} is {open["state"]}";
    }

    /// <summary>Hashes the best model's tensors; what the file says beside them names the sweep.</summary>
    public static string HashOfBest(string folder)
    {
        var file = Path.Combine(folder, "best", "model.safetensors");
        if (!File.Exists(file))
        {
            return "";
        }

        // A safetensors file: the header's length, the header, the tensors.
        using var stream = File.OpenRead(file);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(length);
        stream.Position += checked((long)BinaryPrimitives.ReadUInt64LittleEndian(length));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
