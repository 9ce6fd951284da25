using System.Buffers.Binary;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// Reads and writes fields of a 64-bit little-endian ELF file held in memory. Every access is checked against the file's end,
/// so that a damaged file gives an <see cref="ElfFormatException"/> and nothing else.
/// </summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    // Mangled C++ names run to a few hundred bytes. A bound keeps the time for a damaged file in bounds too.
    private const int LongestName = 4096;

    private readonly byte[] _bytes;
    private readonly List<ElfSection> _sections = [];

    /// <summary>Works on a copy of the bytes.</summary>
    /// <exception cref="ElfFormatException">Not a 64-bit little-endian ELF file, or its section header table is damaged.</exception>
    public ElfImage(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        CheckIdentity();
        ReadSections();
    }

    public int Length => _bytes.Length;

    public byte[] ToArray() => [.. _bytes];

    public ushort ReadUInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, sizeof(ushort)));

    public uint ReadUInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, sizeof(uint)));

    public ulong ReadUInt64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span(offset, sizeof(ulong)));

    public void WriteUInt16(long offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(Span(offset, sizeof(ushort)), value);

    public void WriteUInt32(long offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(Span(offset, sizeof(uint)), value);

    /// <summary>The file's one section of this type that the dynamic linker's tables use.</summary>
    /// <exception cref="ElfFormatException">There is none, or more than one.</exception>
    public ElfSection Section(ElfSectionType type)
    {
        var found = _sections.FindAll(section => section.Type == type);
        return found.Count == 1
            ? found[0]
            : throw new ElfFormatException(SectionTableOffset, $"{found.Count} sections of type {type}", "exactly one");
    }

    /// <summary>The section that another one's sh_link names: for symbol and version sections, their string table.</summary>
    public ElfSection StringsOf(ElfSectionType type)
    {
        Section(type);
        var header = SectionTableOffset + ((long)_sections.FindIndex(section => section.Type == type) * SectionHeaderSize);
        var link = ReadUInt32(header + 40);
        if (link >= (uint)_sections.Count || _sections[(int)link].Type != ElfSectionType.StringTable)
        {
            throw new ElfFormatException(header + 40, $"sh_link {link}", "the index of a string table");
        }

        return _sections[(int)link];
    }

    /// <summary>The NUL-terminated name at an offset into a string table, without the NUL.</summary>
    public ReadOnlySpan<byte> Name(ElfSection strings, uint nameOffset)
    {
        if (nameOffset >= (uint)strings.Size)
        {
            throw new ElfFormatException(strings.Offset, $"a name at {nameOffset}", $"less than {strings.Size}, the string table's size");
        }

        var rest = Span(strings.Offset + (long)nameOffset, Math.Min(LongestName, strings.Size - (int)nameOffset));
        var length = rest.IndexOf((byte)0);
        return length >= 0
            ? rest[..length]
            : throw new ElfFormatException(
                strings.Offset + (long)nameOffset, "a name without an end", $"a NUL in its string table within {LongestName} bytes");
    }

    private long SectionTableOffset => (long)Math.Min(ReadUInt64(40), long.MaxValue);

    private Span<byte> Span(long offset, int size) =>
        offset >= 0 && offset <= _bytes.Length - size
            ? _bytes.AsSpan((int)offset, size)
            : throw new ElfFormatException(offset, $"the end of the file at 0x{_bytes.Length:x}", $"{size} more bytes");

    private void CheckIdentity()
    {
        Span(0, HeaderSize);
        if (!_bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new ElfFormatException(0, Convert.ToHexString(_bytes, 0, 6), "7F454C460201, a 64-bit little-endian ELF file");
        }
    }

    private void ReadSections()
    {
        if (ReadUInt16(58) is var size and not SectionHeaderSize)
        {
            throw new ElfFormatException(58, $"section headers of {size} bytes", $"{SectionHeaderSize}");
        }

        int count = ReadUInt16(60);
        for (var i = 0; i < count; i++)
        {
            _sections.Add(ReadSection(SectionTableOffset + ((long)i * SectionHeaderSize)));
        }
    }

    private ElfSection ReadSection(long header)
    {
        Span(header, SectionHeaderSize);
        var type = (ElfSectionType)ReadUInt32(header + 4);
        var offset = ReadUInt64(header + 24);
        var size = ReadUInt64(header + 32);
        var inFile = type != ElfSectionType.NoBits;
        if (inFile && (offset > (ulong)Length || size > (ulong)Length - offset))
        {
            throw new ElfFormatException(
                header + 24, $"a section at 0x{offset:x} of 0x{size:x} bytes", $"one inside the file's 0x{Length:x}");
        }

        return new ElfSection(
            type,
            inFile ? (int)offset : 0,
            inFile ? (int)size : 0,
            (int)Math.Min(ReadUInt32(header + 44), int.MaxValue),
            (int)Math.Min(ReadUInt64(header + 56), int.MaxValue));
    }
}
