using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>The C++ runtime library of this system.</summary>
internal static class LibStdCpp
{
    private const string SoName = "libstdc++.so.6";
    private const string VersionPrefix = "GLIBCXX_";

    /// <summary>
    /// The file that this process uses as libstdc++. The dynamic linker is asked for it by its soname, so LD_LIBRARY_PATH,
    /// the linker's cache and a copy that the .NET runtime has loaded already all count; where it came from then stands in
    /// /proc/self/maps.
    /// </summary>
    /// <exception cref="NativeLoadException">There is none.</exception>
    public static string FindLoaded()
    {
        if (!NativeLibrary.TryLoad(SoName, out _))
        {
            throw new NativeLoadException(
                $"{SoName} is not installed; libtorch needs it (Debian and Ubuntu: apt-get install libstdc++6).");
        }

        return File.ReadLines("/proc/self/maps").Select(MappedFile).FirstOrDefault(path => IsLibStdCpp(Path.GetFileName(path)))
            ?? throw new NativeLoadException($"{SoName} is loaded, but /proc/self/maps does not name its file.");
    }

    /// <summary>The newest GLIBCXX version that a libstdc++ file defines, such as 3.4.30.</summary>
    /// <exception cref="ElfFormatException">Damaged, or not a libstdc++.</exception>
    public static Version NewestVersion(string path) => NewestVersion(new ElfImage(File.ReadAllBytes(path)));

    public static Version NewestVersion(ElfImage image) =>
        ElfVersions.Definitions(image).Select(ParseVersion).Max()
            ?? throw new ElfFormatException(
                image.Section(ElfSectionType.VersionDefinitions).Offset, "no GLIBCXX version", "at least one");

    // Also defined there: GLIBCXX_LDBL_3.4 and CXXABI_1.3, which are other series.
    private static Version? ParseVersion(string name) =>
        name.StartsWith(VersionPrefix, StringComparison.Ordinal)
        && Version.TryParse(name.AsSpan(VersionPrefix.Length), out var version)
            ? version
            : null;

    // The path is the sixth column and the only one that can hold a slash.
    private static string MappedFile(string line) => line.IndexOf('/') is var slash and >= 0 ? line[slash..] : "";

    // libstdc++.so.6 itself, or the file behind that link: libstdc++.so.6.0.30
    private static bool IsLibStdCpp(string fileName) =>
        fileName == SoName || fileName.StartsWith(SoName + ".", StringComparison.Ordinal);
}
