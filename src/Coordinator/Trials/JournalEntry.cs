using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>One step of a trial since its state was written by itself: a report that was taken, or the whole state after anything else.</summary>
/// <param name="Report">The report.</param>
/// <param name="State">The state.</param>
internal sealed record JournalEntry(EpochReport? Report, TrialState? State)
{
    /// <summary>A report was taken.</summary>
    public static JournalEntry Of(EpochReport report) => new(report, null);

    /// <summary>Anything else has happened, perhaps several things.</summary>
    public static JournalEntry Of(TrialState state) => new(null, state);

    /// <summary>Reads what is stored.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or is neither.</exception>
    public static JournalEntry Parse(long revision, ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(stored.Span, ApiJson.Options) is { } entry && (entry.Report is null) != (entry.State is null)
                ? entry
                : throw new JsonException("Expected a report or a state.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"What is stored of a trial as revision {revision} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>As it is stored: JSON.</summary>
    public ReadOnlyMemory<byte> ToStored() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options);
}
