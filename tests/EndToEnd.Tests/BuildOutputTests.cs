using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>libtorch is half a gigabyte: only projects that train have it in their output.</summary>
public sealed class BuildOutputTests
{
    [Theory]
    [InlineData("GpuWorker", true)]
    [InlineData("AppHost", false)]
    [InlineData("Coordinator", false)]
    public void Only_the_worker_has_libtorch(string project, bool expected)
    {
        var output = new FileInfo(Repository.Executable(project)).Directory!;

        Assert.NotEmpty(output.EnumerateFiles("*.dll"));
        Assert.Equal(expected, output.EnumerateFiles("libtorch_cpu.so", SearchOption.AllDirectories).Any());
    }
}
