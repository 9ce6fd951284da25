using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// A rank's memory as a process sees it: a page of control words, each on a cache line of its own, then the staging slots.
/// Buffers follow in the same file.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class RankArea : IDisposable
{
    /// <summary>Bytes of a staging slot: with all ranks' slots, what the cores' last cache holds.</summary>
    public const int SlotBytes = 512 * 1024;

    /// <summary>Slots, so that one is filled while the other is summed.</summary>
    public const int Slots = 2;

    private const int MarkBytes = 16;
    private const int BellAt = 64;
    private const int SleepingAt = 128;
    private const int ArrivedAt = 192;
    private const int TicketAt = 256;
    private const int FinishedAt = 320;
    private const int RecordsAt = 512;
    private const int RecordCount = 4;
    private const int ControlBytes = 4096;

    // The slots for what goes in, and those for the sums, of which only rank 0's are used.
    private const long AreaBytes = ControlBytes + 2L * Slots * SlotBytes;

    private readonly SharedBlock _block;
    private readonly byte* _base;

    private RankArea(SharedFile file)
    {
        File = file;
        _block = file.Map(0, AreaBytes);
        _base = (byte*)_block.Address;
    }

    /// <summary>The file behind it.</summary>
    public SharedFile File { get; }

    /// <summary>Random text that tells this area from all others.</summary>
    public string Mark => Convert.ToHexStringLower(new ReadOnlySpan<byte>(_base, MarkBytes));

    /// <summary>Counts how often the rank was called; it sleeps on it.</summary>
    public int* Bell => (int*)(_base + BellAt);

    /// <summary>1 while the rank may sleep.</summary>
    public ref int Sleeping => ref *(int*)(_base + SleepingAt);

    /// <summary>The turn that the rank has arrived in.</summary>
    public ref long Arrived => ref *(long*)(_base + ArrivedAt);

    /// <summary>Rank 0's: the turn that work is given out for, and how many pieces were given out.</summary>
    public ref long Ticket => ref *(long*)(_base + TicketAt);

    /// <summary>Rank 0's: the turn that work is done for, and how many pieces are done.</summary>
    public ref long Finished => ref *(long*)(_base + FinishedAt);

    /// <summary>What the rank said about a turn. A rank is at most three turns ahead of another one.</summary>
    public ref CallRecord Record(long turn) => ref *(CallRecord*)(_base + RecordsAt + turn % RecordCount * CallRecord.Size);

    /// <summary>The rank's values of a turn.</summary>
    public byte* Input(long turn) => _base + ControlBytes + turn % Slots * SlotBytes;

    /// <summary>Rank 0's: the sums of a turn.</summary>
    public byte* Result(long turn) => _base + ControlBytes + (Slots + turn % Slots) * SlotBytes;

    /// <summary>Makes this rank's area.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refused.</exception>
    public static RankArea Create(string folder)
    {
        var file = SharedFile.Create(folder);
        try
        {
            file.Extend(AreaBytes);
            var area = new RankArea(file);
            RandomNumberGenerator.Fill(new Span<byte>(area._base, MarkBytes));
            return area;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps a peer's area.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refused.</exception>
    /// <exception cref="InvalidDataException">The file is not the peer's.</exception>
    public static RankArea Open(string folder, string name, string mark)
    {
        var file = SharedFile.Open(folder, name);
        try
        {
            if (file.Length < AreaBytes)
            {
                throw new InvalidDataException($"it has {file.Length} bytes; expected {AreaBytes}");
            }

            var area = new RankArea(file);
            if (area.Mark == mark)
            {
                return area;
            }

            area.Dispose();
            throw new InvalidDataException("it is another process's");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _block.Dispose();
        File.Dispose();
    }
}
