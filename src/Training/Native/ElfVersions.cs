using System.Text;

namespace ResNet.Distributed.Training.Native;

/// <summary>One symbol version that a library needs (an Elfxx_Vernaux in .gnu.version_r).</summary>
/// <param name="Offset">Where the record lies in the file: vna_hash at +0, vna_name at +8, 4 bytes each.</param>
/// <param name="Library">The library that has to define it, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Name">The version, such as <c>GLIBCXX_3.4.30</c>.</param>
/// <param name="NameOffset">vna_name: where the name lies in the string table.</param>
internal sealed record ElfVersionNeed(long Offset, string Library, string Name, uint NameOffset);

/// <summary>Reads the GNU symbol version tables: linked lists of records with names in a string table.</summary>
internal static class ElfVersions
{
    // Elf64_Verneed, Elf64_Vernaux are 16 bytes, Elf64_Verdef 20, Elf64_Verdaux 8. No table has more records than 8-byte cells.
    private const int SmallestRecord = 8;

    /// <summary>The versions that the file needs from other libraries.</summary>
    public static List<ElfVersionNeed> Needs(ElfImage image)
    {
        var section = image.Section(ElfSectionType.VersionNeeds);
        var strings = image.StringsOf(ElfSectionType.VersionNeeds);
        List<ElfVersionNeed> needs = [];
        var budget = section.Size / SmallestRecord;
        foreach (var need in Chain(image, section.Offset, section.Info, nextField: 12, section, budget))
        {
            var library = Text(image, strings, image.ReadUInt32(need + 4));
            var first = need + image.ReadUInt32(need + 8);
            foreach (var aux in Chain(image, first, image.ReadUInt16(need + 2), nextField: 12, section, budget - needs.Count))
            {
                var nameOffset = image.ReadUInt32(aux + 8);
                needs.Add(new ElfVersionNeed(aux, library, Text(image, strings, nameOffset), nameOffset));
            }
        }

        return needs;
    }

    /// <summary>The versions that the file itself defines.</summary>
    public static IEnumerable<string> Definitions(ElfImage image)
    {
        var section = image.Section(ElfSectionType.VersionDefinitions);
        var strings = image.StringsOf(ElfSectionType.VersionDefinitions);
        var budget = section.Size / SmallestRecord;
        foreach (var definition in Chain(image, section.Offset, section.Info, nextField: 16, section, budget))
        {
            // The first auxiliary record holds the version's own name, the others its parents'.
            var aux = definition + image.ReadUInt32(definition + 12);
            yield return Text(image, strings, image.ReadUInt32(aux));
        }
    }

    /// <summary>The System V ABI's hash of a symbol or version name, which the dynamic linker compares before the name.</summary>
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 0;
        foreach (var character in name)
        {
            hash = (hash << 4) + character;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    // Follows "next" fields, relative and forward only. The budget bounds lists inside lists in a hostile file.
    private static IEnumerable<long> Chain(ElfImage image, long first, int count, int nextField, ElfSection section, int budget)
    {
        var offset = first;
        for (var i = 0; i < count; i++)
        {
            if (offset < section.Offset || offset >= section.End || i >= budget)
            {
                throw new ElfFormatException(offset, $"version record {i + 1} of {count}", "it inside its section");
            }

            yield return offset;
            var next = image.ReadUInt32(offset + nextField);
            if (next == 0 && i + 1 < count)
            {
                throw new ElfFormatException(offset + nextField, $"the end after {i + 1} version records", $"{count}");
            }

            offset += next;
        }
    }

    private static string Text(ElfImage image, ElfSection strings, uint nameOffset) =>
        Encoding.UTF8.GetString(image.Name(strings, nameOffset));
}
