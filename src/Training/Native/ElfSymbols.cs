namespace ResNet.Distributed.Training.Native;

/// <summary>The dynamic symbol table: finds an imported symbol by its mangled name.</summary>
internal static class ElfSymbols
{
    private const int EntrySize = 24;
    private const int SectionIndexField = 6;

    /// <summary>The index in .dynsym of the one undefined (imported) symbol with this name.</summary>
    /// <exception cref="ElfFormatException">There is none, or more than one, or the table is damaged.</exception>
    public static int IndexOfImport(ElfImage image, ReadOnlySpan<byte> name)
    {
        var table = image.Section(ElfSectionType.DynamicSymbols);
        var strings = image.StringsOf(ElfSectionType.DynamicSymbols);
        if (table.EntrySize != EntrySize)
        {
            throw new ElfFormatException(table.Offset, $".dynsym entries of {table.EntrySize} bytes", $"{EntrySize}");
        }

        var found = -1;
        for (var i = 1; i < table.Size / EntrySize; i++)
        {
            var imported = image.ReadUInt16(OffsetOf(table, i) + SectionIndexField) == 0;
            if (!imported || !image.Name(strings, image.ReadUInt32(OffsetOf(table, i))).SequenceEqual(name))
            {
                continue;
            }

            found = found < 0
                ? i
                : throw new ElfFormatException(OffsetOf(table, i), $"{Utf8(name)} twice", "one import of that name");
        }

        return found >= 0
            ? found
            : throw new ElfFormatException(table.Offset, ".dynsym without it", $"an import of {Utf8(name)}");
    }

    /// <summary>Where a symbol's entry lies in the file; its first field (4 bytes) is st_name.</summary>
    public static long OffsetOf(ElfSection table, int index) => table.Offset + ((long)index * EntrySize);

    private static string Utf8(ReadOnlySpan<byte> name) => System.Text.Encoding.UTF8.GetString(name);
}
