namespace ResNet.Distributed.Training.Native;

/// <summary>One entry of an ELF file's section header table; its range has been checked to lie in the file.</summary>
/// <param name="Type">sh_type.</param>
/// <param name="Offset">Where the section starts in the file, in bytes.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Info">sh_info; for version sections the number of entries.</param>
/// <param name="EntrySize">sh_entsize in bytes; 0 where entries differ in length.</param>
internal readonly record struct ElfSection(ElfSectionType Type, int Offset, int Size, int Info, int EntrySize)
{
    public int End => Offset + Size;
}

/// <summary>The sh_type values that are read here (elf.h).</summary>
internal enum ElfSectionType : uint
{
    StringTable = 3,
    NoBits = 8,
    DynamicSymbols = 11,
    VersionDefinitions = 0x6ffffffd,
    VersionNeeds = 0x6ffffffe,
    VersionIndexes = 0x6fffffff,
}
