using System.Text;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>A rank's place in a group, and how it reaches the others.</summary>
public sealed record CollectiveOptions
{
    /// <summary>Bytes of a token.</summary>
    public const int TokenBytes = 32;

    /// <summary>Ranks that a group may have.</summary>
    public const int MaxWorldSize = 1024;

    internal const int MaxChannelBytes = 64;

    /// <summary>This process's rank, from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>How many ranks there are, 1 to <see cref="MaxWorldSize"/>.</summary>
    public required int WorldSize { get; init; }

    /// <summary>The attempt, from 0; ranks of another one are refused.</summary>
    public required int Attempt { get; init; }

    /// <summary>The attempt's secret of 32 bytes, which all ranks prove to have and none tells.</summary>
    public required ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>Tells an attempt's groups apart: 1 to 64 bytes of UTF-8.</summary>
    public string Channel { get; init; } = "gradients";

    /// <summary>The address or name under which the peers reach this process, which listens there, on a free port.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>What may carry the data. The ranks' choices must not contradict each other.</summary>
    public TransportChoice Transport { get; init; } = TransportChoice.Auto;

    /// <summary>A peer that is silent for so long is lost, 0.2 s to 1 h. Peers are heard eight times in this time.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the group may take to form, up to 1 h.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A folder in memory that all processes of this machine share.</summary>
    public string SharedMemoryFolder { get; init; } = "/dev/shm";

    /// <summary>
    /// Hears of refused connections and of why shared memory is not used: a sentence for people, on any thread.
    /// </summary>
    public Action<string>? Log { get; init; }

    /// <summary>Measures timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses options that cannot be used.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message names all of it.</exception>
    internal void Validate()
    {
        var faults = Faults().ToArray();
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }
    }

    private IEnumerable<string> Faults()
    {
        if (WorldSize is < 1 or > MaxWorldSize)
        {
            yield return $"{nameof(WorldSize)} is {WorldSize}; expected 1 to {MaxWorldSize}.";
        }

        if (Rank < 0 || Rank >= Math.Max(1, WorldSize))
        {
            yield return $"{nameof(Rank)} is {Rank}; expected 0 to {Math.Max(1, WorldSize) - 1}.";
        }

        if (Attempt < 0)
        {
            yield return $"{nameof(Attempt)} is {Attempt}; expected at least 0.";
        }

        if (Token.Length != TokenBytes)
        {
            yield return $"{nameof(Token)} has {Token.Length} bytes; expected {TokenBytes}.";
        }

        if (Encoding.UTF8.GetByteCount(Channel) is < 1 or > MaxChannelBytes)
        {
            yield return $"{nameof(Channel)} is '{Channel}'; expected 1 to {MaxChannelBytes} bytes of UTF-8.";
        }

        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return $"{nameof(Host)} is '{Host}'; expected an address or a name of this machine.";
        }

        if (!Enum.IsDefined(Transport))
        {
            yield return $"{nameof(Transport)} is {Transport}; expected {string.Join(", ", Enum.GetNames<TransportChoice>())}.";
        }

        if (PeerTimeout < TimeSpan.FromSeconds(0.2) || PeerTimeout > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(PeerTimeout)} is {PeerTimeout}; expected 0.2 s to 1 h.";
        }

        if (ConnectTimeout <= TimeSpan.Zero || ConnectTimeout > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(ConnectTimeout)} is {ConnectTimeout}; expected more than 0 and at most 1 h.";
        }

        if (string.IsNullOrWhiteSpace(SharedMemoryFolder))
        {
            yield return $"{nameof(SharedMemoryFolder)} is '{SharedMemoryFolder}'; expected a folder.";
        }
    }
}
