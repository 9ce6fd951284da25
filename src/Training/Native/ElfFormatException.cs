namespace ResNet.Distributed.Training.Native;

/// <summary>An ELF file is damaged, foreign or not what was expected; says where, what was found and what was expected.</summary>
internal sealed class ElfFormatException(long offset, string found, string expected)
    : Exception($"ELF file, offset 0x{offset:x}: found {found}, expected {expected}.")
{
    /// <summary>Where in the file, in bytes from its start.</summary>
    public long Offset { get; } = offset;
}
