namespace ResNet.Distributed.Training.Native;

/// <summary>
/// Makes a library that was linked against GCC 13's libstdc++ loadable with GCC 12's, when all it takes from the newer one
/// is <c>std::ios_base_library_init()</c>.
/// </summary>
/// <remarks>
/// GCC 13's <c>&lt;iostream&gt;</c> names that function in every object file to pull in the part of libstdc++ that initialises
/// std::cout; no code calls it, and in older versions each object file initialises std::cout itself, as libtorch's libraries do.
/// The import is pointed at another one that the library has anyway, with the same shape: no arguments, a result in a register.
/// </remarks>
internal static class GlibcxxPatch
{
    private const string Library = "libstdc++.so.6";
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string OlderVersion = "GLIBCXX_3.4.30";

    private static ReadOnlySpan<byte> MissingSymbol => "_ZSt21ios_base_library_initv"u8;

    /// <summary>std::chrono::_V2::steady_clock::now().</summary>
    private static ReadOnlySpan<byte> HarmlessSymbol => "_ZNSt6chrono3_V212steady_clock3nowEv"u8;

    /// <summary>A patched copy; the input stays as it is.</summary>
    /// <exception cref="ElfFormatException">The file is damaged, or does not need this patch.</exception>
    public static byte[] Apply(byte[] library)
    {
        var image = new ElfImage(library);
        RedirectSymbol(image);
        RenameNeed(image);
        return image.ToArray();
    }

    private static void RedirectSymbol(ElfImage image)
    {
        var symbols = image.Section(ElfSectionType.DynamicSymbols);
        var indexes = image.Section(ElfSectionType.VersionIndexes);
        var missing = ElfSymbols.IndexOfImport(image, MissingSymbol);
        var harmless = ElfSymbols.IndexOfImport(image, HarmlessSymbol);

        var name = image.ReadUInt32(ElfSymbols.OffsetOf(symbols, harmless));
        image.WriteUInt32(ElfSymbols.OffsetOf(symbols, missing), name);

        var version = image.ReadUInt16(VersionOffset(indexes, harmless));
        image.WriteUInt16(VersionOffset(indexes, missing), version);
    }

    private static void RenameNeed(ElfImage image)
    {
        var needs = ElfVersions.Needs(image);
        var newer = SingleNeed(image, needs, NeededVersion);
        var older = SingleNeed(image, needs, OlderVersion);
        image.WriteUInt32(newer.Offset, ElfVersions.Hash("GLIBCXX_3.4.30"u8));
        image.WriteUInt32(newer.Offset + 8, older.NameOffset);
    }

    private static long VersionOffset(ElfSection indexes, int symbol)
    {
        var offset = indexes.Offset + (symbol * 2L);
        return offset + 2 <= indexes.End
            ? offset
            : throw new ElfFormatException(offset, "the end of .gnu.version", $"the version of symbol {symbol}");
    }

    private static ElfVersionNeed SingleNeed(ElfImage image, List<ElfVersionNeed> needs, string version)
    {
        var found = needs.FindAll(need => need.Library == Library && need.Name == version);
        return found.Count == 1
            ? found[0]
            : throw new ElfFormatException(
                image.Section(ElfSectionType.VersionNeeds).Offset,
                $"{found.Count} needs of {version} from {Library}",
                "exactly one");
    }
}
