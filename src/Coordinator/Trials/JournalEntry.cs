using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>One step of a trial since its state was written whole.</summary>
/// <param name="Revision">The trial's after it.</param>
/// <param name="Report">A report that was taken; null: something else, after which the state is written whole.</param>
internal sealed record JournalEntry(long Revision, EpochReport? Report)
{
    /// <summary>As it is stored: JSON, and nothing where there is no report.</summary>
    public KeyValuePair<long, ReadOnlyMemory<byte>> Stored =>
        new(Revision, Report is null ? ReadOnlyMemory<byte>.Empty : JsonSerializer.SerializeToUtf8Bytes(Report, ApiJson.Options));

    /// <summary>Reads what is stored.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static JournalEntry Of(long revision, ReadOnlyMemory<byte> stored)
    {
        try
        {
            return new JournalEntry(revision, stored.IsEmpty ? null : JsonSerializer.Deserialize<EpochReport>(stored.Span, ApiJson.Options));
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"The stored report of revision {revision} cannot be read: {failure.Message}", failure);
        }
    }
}
