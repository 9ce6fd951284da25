using System.Text.Json;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Where a rank is reached, as the ranks tell each other through the control plane.</summary>
/// <param name="Host">Address or name.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Machine">Its running kernel: shared memory is for processes of the same one. Null where there is none.</param>
/// <param name="SharedFile">The path of its shared memory; null where there is none.</param>
/// <param name="SharedMark">
/// Random text that the file holds: who reads it there has the same file, whatever is mounted where.
/// </param>
internal sealed record Endpoint(string Host, int Port, string? Machine, string? SharedFile, string? SharedMark)
{
    private const int MaxCharacters = 4000;

    public string Encode() => JsonSerializer.Serialize(this);

    /// <summary>Reads a peer's endpoint.</summary>
    /// <exception cref="CollectiveException">It is none; names the rank.</exception>
    public static Endpoint Decode(string text, int rank)
    {
        try
        {
            if (text.Length <= MaxCharacters
                && JsonSerializer.Deserialize<Endpoint>(text) is { Host.Length: > 0, Port: > 0 and <= ushort.MaxValue } endpoint)
            {
                return endpoint;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        var start = text[..Math.Min(text.Length, 80)];
        throw new CollectiveException($"Rank {rank}'s endpoint is '{start}'; expected host, port and shared memory as JSON.", rank);
    }
}
