using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests.Processes;

public sealed class ProgramFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Built_programs_are_siblings_with_the_same_configuration()
    {
        var file = Touch("bin/GpuWorker/release/ResNet.Distributed.GpuWorker");
        Touch("bin/GpuWorker/debug/ResNet.Distributed.GpuWorker");

        Assert.Equal(file, ProgramFile.Find("GpuWorker", _folder["bin/AppHost/release/"]).Path);
    }

    [Fact]
    public void Published_programs_are_in_folders_of_their_own()
    {
        var file = Touch("app/Coordinator/ResNet.Distributed.Coordinator");

        Assert.Equal(file, ProgramFile.Find("Coordinator", _folder["app"]).Path);
    }

    [Fact]
    public void Without_an_executable_dotnet_runs_the_library()
    {
        var file = Touch("app/Coordinator/ResNet.Distributed.Coordinator.dll");

        var program = ProgramFile.Find("Coordinator", _folder["app"]);

        Assert.EndsWith("dotnet", program.Path);
        Assert.Equal(["exec", file], program.Arguments);
    }

    [Fact]
    public void A_missing_program_names_the_folders_and_the_way_out()
    {
        var error = Assert.Throws<LaunchException>(() => ProgramFile.Find("Coordinator", _folder["bin/AppHost/debug"]));

        Assert.Contains(_folder["bin/Coordinator/debug"], error.Message);
        Assert.Contains("dotnet build", error.Message);
    }

    private string Touch(string name)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
