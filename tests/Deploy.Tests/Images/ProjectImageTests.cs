using System.Globalization;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.Training.Native;

[assembly: AssemblyFixture(typeof(ResNet.Distributed.Deploy.Tests.Images.ProjectImages))]

namespace ResNet.Distributed.Deploy.Tests.Images;

/// <summary>What <c>dotnet publish -t:PublishContainer</c> makes, as far as the project files decide it.</summary>
public sealed class ProjectImageTests(ProjectImages images)
{
    private ProjectImage[] All => [images.Coordinator, images.Worker, images.CudaWorker];

    [Fact]
    public void Each_has_a_name_of_its_own_with_a_version() => Assert.Multiple(
        () => Assert.Equal(3, All.Select(image => image.Name).Distinct().Count()),
        () => Assert.All(All, image => Assert.True(ImageName.IsPinned(image.Name), image.Name)),
        () => Assert.Equal($"{images.Worker.Name}-cuda", images.CudaWorker.Name));

    [Fact]
    public void None_runs_as_root() => Assert.All(All, image => Assert.True(int.Parse(image.User, CultureInfo.InvariantCulture) > 0));

    [Fact]
    public void Each_is_compiled_ahead() => Assert.All(All, image => Assert.True(image.IsCompiledAhead, image.Name));

    // TorchSharp's native library was built against GCC 13; see Container.props.
    [Fact]
    public void The_base_has_a_libstdcxx_that_is_new_enough() =>
        Assert.All(All, image => Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble", image.Base));

    [Fact]
    public void Each_says_where_it_listens_and_listens_there() => Assert.All(All, image => Assert.Equal(
        image.Ports.Order(),
        new[] { "ASPNETCORE_HTTP_PORTS", "Orleans__Endpoints__SiloPort", "Orleans__Endpoints__GatewayPort" }
            .Select(name => int.Parse(image.Environment[name], CultureInfo.InvariantCulture)).Order()));

    [Fact]
    public void Every_setting_is_one_that_the_code_reads() =>
        Assert.All(All, image => Assert.Empty(image.Environment.Keys.Except(Settings.Names)));

    [Fact]
    public void A_worker_need_not_start_itself_again_for_the_allocators_sake() =>
        Assert.Empty(MallocSettings.Missing(images.Worker.Environment.GetValueOrDefault));

    // What a project keeps to itself is left out of what is published, unless it says otherwise.
    [Fact]
    public async Task A_published_worker_has_libtorch_and_what_decodes_pictures()
    {
        var said = await Tool.OutputAsync(
            "dotnet", "msbuild", "src/GpuWorker/GpuWorker.csproj", "-t:ComputeResolvedFilesToPublishList", "-p:Cuda=false", "-getItem:ResolvedFileToPublish");

        Assert.Contains("/libtorch_cpu.so", said, StringComparison.Ordinal);
        Assert.Contains("/linux-x64/native/libSkiaSharp.so", said, StringComparison.Ordinal);
    }
}
