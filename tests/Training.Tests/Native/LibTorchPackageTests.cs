using System.Diagnostics;
using System.Text.Json;
using ResNet.Distributed.Training.Tests.Loop;

namespace ResNet.Distributed.Training.Tests.Native;

/// <summary>Which libtorch a build brings along. Projects are evaluated only: nothing is restored.</summary>
public sealed class LibTorchPackageTests
{
    [Theory]
    [InlineData("src/GpuWorker/GpuWorker.csproj", "-p:Cuda=true", "TorchSharp-cuda-linux")]
    [InlineData("src/GpuWorker/GpuWorker.csproj", "-p:Cuda=false", "libtorch-cpu-linux-x64")]
    [InlineData("src/GpuWorker/GpuWorker.csproj", "-p:LibTorchPackage=", null)]
    [InlineData("tests/Training.Tests/Training.Tests.csproj", "-p:Cuda=true", "TorchSharp-cuda-linux")]
    [InlineData("src/AppHost/AppHost.csproj", "-p:Cuda=true", null)]
    public async Task ItIsChosenByAProperty(string project, string property, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], await PackagesAsync(project, property));

    [Fact]
    public async Task ByItselfItIsCudasWhereThereIsADriver() => Assert.Equal(
        [Directory.Exists("/proc/driver/nvidia") ? "TorchSharp-cuda-linux" : "libtorch-cpu-linux-x64"],
        await PackagesAsync("src/GpuWorker/GpuWorker.csproj", "-p:Configuration=Debug"));

    private static async Task<string[]> PackagesAsync(string project, string property)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Repository.Root, project), "-getItem:PackageReference", property])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("Cuda");
        start.Environment.Remove("LibTorchPackage");
        using var process = Process.Start(start)!;
        var json = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, json);
        using var items = JsonDocument.Parse(json);
        return [.. items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)
            .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase) && name != "TorchSharp")];
    }
}
