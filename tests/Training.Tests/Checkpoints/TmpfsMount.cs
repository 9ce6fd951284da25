using System.Diagnostics;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>A small file system in memory, really full when it is full; the test is skipped where none can be mounted.</summary>
internal sealed class TmpfsMount : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TmpfsMount(int megabytes)
    {
        Directory.CreateDirectory(Folder);
        var (code, error) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
        if (code != 0)
        {
            _folder.Dispose();
            Assert.Skip($"a tmpfs cannot be mounted here: {error}");
        }
    }

    public string Folder => _folder.File("tmpfs");

    public static TmpfsMount Require(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has tmpfs");
        return new TmpfsMount(megabytes);
    }

    public void MakeReadOnly() => Assert.Equal((0, ""), Run("mount", "-o", "remount,ro", Folder));

    public void Resize(int megabytes) => Assert.Equal((0, ""), Run("mount", "-o", $"remount,size={megabytes}m", Folder));

    public void Dispose()
    {
        Assert.Equal((0, ""), Run("umount", Folder));
        _folder.Dispose();
    }

    private static (int Code, string Error) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message); // no such program
        }
    }
}
