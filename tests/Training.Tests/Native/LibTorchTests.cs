using ResNet.Distributed.Training.Native;
using TorchSharp;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Tensors_work_once_it_is_loaded_by_any_number_of_threads()
    {
        Parallel.For(0, 8, _ => LibTorch.EnsureLoaded());

        using var zeros = torch.zeros(2, 3);
        Assert.Equal(0, zeros.sum().item<float>());
    }

    [Fact]
    public void Its_version_is_that_of_the_file_that_is_loaded()
    {
        LibTorch.EnsureLoaded();

        Assert.Equal("2.10.0.0", LibTorchVersion.Loaded);
    }

    [Fact]
    public async Task Processes_that_start_at_once_with_an_empty_cache_all_load()
    {
        PackageFile.SkipUnlessPatchIsUsed();
        using var cache = new TemporaryFolder();
        Dictionary<string, string?> environment = new() { ["XDG_CACHE_HOME"] = cache.FullPath };

        var probes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Probe.RunAsync(["load"], environment)));

        var copy = Assert.Single(Directory.EnumerateFiles(cache.FullPath, "*", SearchOption.AllDirectories));
        Assert.All(probes, probe =>
        {
            Assert.Equal((0, ""), (probe.ExitCode, probe.Errors));
            Assert.Equal("6", probe.Output[0]);
            Assert.Contains(copy, probe.Output);
        });
        Assert.Equal(TorchSharpLibrary.PatchedSha256, PackageFile.Sha256Of(File.ReadAllBytes(copy)));
        Assert.Equal(TorchSharpLibrary.KnownSha256, PackageFile.Sha256Of(File.ReadAllBytes(PackageFile.FullPath)));
    }

    [Fact]
    public async Task A_damaged_copy_in_the_cache_is_replaced()
    {
        PackageFile.SkipUnlessPatchIsUsed();
        using var cache = new TemporaryFolder();
        var copy = cache.Combine($"resnet-distributed/{TorchSharpLibrary.PatchedSha256[..16]}/{TorchSharpLibrary.FileName}");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.WriteAllBytes(copy, PackageFile.Bytes[..100_000]);

        var probe = await Probe.RunAsync(["load"], new() { ["XDG_CACHE_HOME"] = cache.FullPath });

        Assert.Equal((0, ""), (probe.ExitCode, probe.Errors));
        Assert.Contains(copy, probe.Output);
    }

    [Fact]
    public void Another_libtorch_beside_the_packages_is_refused()
    {
        using var packages = new TemporaryFolder();
        using var other = new TemporaryFolder();
        File.WriteAllText(packages.Combine("libtorch_cpu.so"), "");
        File.WriteAllText(other.Combine("libtorch_cpu.so"), "");

        var error = Assert.Throws<NativeLoadException>(
            () => LibTorch.OtherFolder(other.FullPath, new NativeFolders([packages.FullPath])));

        Assert.Contains(packages.Combine("libtorch_cpu.so"), error.Message);
        Assert.Equal(
            other.Combine("libtorch_cpu.so"),
            LibTorch.OtherFolder(other.FullPath, new NativeFolders([])).Find("libtorch_cpu.so"));
    }

    [Fact]
    public void A_libtorch_of_another_version_is_named_with_the_one_that_is_needed()
    {
        var cause = new DllNotFoundException("undefined symbol: _ZNK3c105Error4whatEv\n"); // as Debian's libtorch 1.13 gives it

        var error = LibTorch.OtherRefused("/opt/torch/lib", "/cache/libLibTorchSharp.so", cause);

        Assert.Equal(
            "/cache/libLibTorchSharp.so does not load with the libtorch in /opt/torch/lib, which RESNET_LIBTORCH names: undefined symbol: "
            + "_ZNK3c105Error4whatEv. TorchSharp 0.107.0 was built for libtorch 2.10. Name a libtorch of that version, or unset the variable.",
            error.Message);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public async Task A_folder_without_libtorch_is_named()
    {
        PackageFile.SkipUnlessLinuxX64();
        using var empty = new TemporaryFolder();

        var probe = await Probe.RunAsync(["load"], new() { [LibTorch.FolderVariable] = empty.FullPath });

        Assert.NotEqual(0, probe.ExitCode);
        Assert.Contains($"libtorch_cpu.so is in none of {empty.FullPath}", probe.Errors);
    }
}
