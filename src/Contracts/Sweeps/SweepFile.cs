using ResNet.Distributed.Contracts.Sweeps.Reading;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>Reads a sweep file: YAML, or JSON as the part of YAML that it is, with the keys of a W&amp;B sweep.</summary>
public static class SweepFile
{
    /// <summary>The largest file that is read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Whether a sweep may be called so. A name is also a folder's, so it has no separator and does not start with a dot.</summary>
    public static bool IsName(string text) => SweepName.IsValid(text);

    /// <summary>Reads and checks a sweep file before anything is started for it.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="source">
    /// The file's name or path: heads the error's message, and names the sweep where the file has no <c>name</c>. A sweep's own name
    /// serves as well, so <c>Parse(spec.Text, spec.Name)</c> gives the same sweep again.
    /// </param>
    /// <exception cref="SweepFileException">The file was refused; the exception holds everything that is wrong with it.</exception>
    public static SweepSpec Parse(string text, string source)
    {
        var faults = new FaultList(source);
        TextGuard.Check(text, MaxBytes, faults);
        faults.ThrowIfAny();

        var root = YamlTreeReader.Read(text, faults);
        faults.ThrowIfUnreadable();

        var spec = SweepReader.Read(root, text, source, faults);
        faults.ThrowIfAny();
        return spec;
    }
}
