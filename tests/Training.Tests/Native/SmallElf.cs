using System.Buffers.Binary;
using System.Text;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

/// <summary>
/// The smallest ELF file that has what the patch reads: three imports, their versions, two needs of libstdc++, and two version
/// definitions. Small enough to try a damage at every byte.
/// </summary>
internal static class SmallElf
{
    private const string Strings =
        "\0_ZSt21ios_base_library_initv\0_ZNSt6chrono3_V212steady_clock3nowEv\0"
        + "libstdc++.so.6\0GLIBCXX_3.4.30\0GLIBCXX_3.4.32\0puts\0";

    private const int SectionHeaders = 64;
    private const int SymbolCount = 4;

    public static byte[] Create()
    {
        var strings = Encoding.ASCII.GetBytes(Strings);
        byte[][] sections = [[], strings, Symbols(), Indexes(), Needs(), Definitions()];
        uint[] types = [0, 3, 11, 0x6fffffff, 0x6ffffffe, 0x6ffffffd];
        uint[] infos = [0, 0, 1, 0, 1, 2];

        var file = new byte[64 + (sections.Length * SectionHeaders) + sections.Sum(section => section.Length)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), SectionHeaders);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), (ushort)sections.Length);

        var offset = 64 + (sections.Length * SectionHeaders);
        for (var i = 0; i < sections.Length; i++)
        {
            var header = file.AsSpan(64 + (i * SectionHeaders), SectionHeaders);
            Put(header, 4, types[i]);
            Put(header, 24, (uint)offset);
            Put(header, 32, (uint)sections[i].Length);
            Put(header, 40, 1u);
            Put(header, 44, infos[i]);
            Put(header, 56, types[i] == 11 ? 24u : 0);
            sections[i].CopyTo(file, offset);
            offset += sections[i].Length;
        }

        return file;
    }

    private static byte[] Symbols()
    {
        var symbols = new byte[SymbolCount * 24];
        Put(symbols, 24, At("_ZSt21"));
        Put(symbols, 48, At("_ZNSt6"));
        Put(symbols, 72, At("puts"));
        return symbols;
    }

    private static byte[] Indexes() => [0, 0, 18, 0, 20, 0, 3, 0];

    private static byte[] Needs()
    {
        var needs = new byte[48];
        BinaryPrimitives.WriteUInt16LittleEndian(needs, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(needs.AsSpan(2), 2);
        Put(needs, 4, At("libstdc++"));
        Put(needs, 8, 16);
        PutNeed(needs.AsSpan(16), "GLIBCXX_3.4.30"u8, next: 16);
        PutNeed(needs.AsSpan(32), "GLIBCXX_3.4.32"u8, next: 0);
        return needs;
    }

    private static void PutNeed(Span<byte> need, ReadOnlySpan<byte> name, uint next)
    {
        Put(need, 0, ElfVersions.Hash(name));
        Put(need, 8, At(Encoding.ASCII.GetString(name)));
        Put(need, 12, next);
    }

    private static byte[] Definitions()
    {
        var definitions = new byte[56];
        Put(definitions, 12, 20);
        Put(definitions, 16, 28);
        Put(definitions, 20, At("libstdc++"));
        Put(definitions, 28 + 12, 20);
        Put(definitions, 28 + 20, At("GLIBCXX_3.4.30"));
        return definitions;
    }

    private static uint At(string text) => (uint)Strings.IndexOf(text, StringComparison.Ordinal);

    private static void Put(Span<byte> span, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(span[offset..], value);
}
