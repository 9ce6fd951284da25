using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>What a checkpoint's file name says: <c>epoch-0003.step-00120.attempt-0002.0123456789abcdef.safetensors</c>.</summary>
/// <param name="Epoch">The epoch to go on with, from 0.</param>
/// <param name="Step">The step to go on with, from 0.</param>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="Checksum">The first 16 hexadecimal digits of the SHA-256 of the whole file.</param>
internal sealed partial record CheckpointName(int Epoch, int Step, int Attempt, string Checksum) : IComparable<CheckpointName>
{
    /// <summary>Digits of a checksum in a name.</summary>
    public const int ChecksumDigits = 16;

    public string FileName => string.Create(
        CultureInfo.InvariantCulture, $"epoch-{Epoch:0000}.step-{Step:00000}.attempt-{Attempt:0000}.{Checksum}.safetensors");

    /// <summary>Whether it goes on with an epoch from that one's first step.</summary>
    public bool IsStartOf(int epoch) => (Epoch, Step) == (epoch, 0);

    /// <summary>The checkpoint of this name; null where a file of this name is none.</summary>
    public static CheckpointName? Parse(string fileName)
    {
        var match = Pattern().Match(fileName);
        return match.Success
            && Number(match.Groups[1]) is { } epoch && Number(match.Groups[2]) is { } step && Number(match.Groups[3]) is { } attempt
            ? new CheckpointName(epoch, step, attempt, match.Groups[4].Value)
            : null;
    }

    /// <summary>What a file's name says of its content, as it should: see <see cref="Checksum"/>.</summary>
    public static string ChecksumOf(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content))[..ChecksumDigits];

    /// <summary>
    /// By attempt first: an earlier attempt's process may still be at work and further on, but it was replaced.
    /// </summary>
    public int CompareTo(CheckpointName? other) => other is null
        ? 1
        : (Attempt, Epoch, Step, Checksum).CompareTo((other.Attempt, other.Epoch, other.Step, other.Checksum));

    private static int? Number(Group digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\Aepoch-([0-9]{4,})\.step-([0-9]{5,})\.attempt-([0-9]{4,})\.([0-9a-f]{16})\.safetensors\z")]
    private static partial Regex Pattern();
}
