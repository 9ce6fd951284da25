using System.Text.Json;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Images;

/// <summary>What a project file says about its container image.</summary>
internal sealed record ProjectImage(
    string Name, string Base, string User, bool IsCompiledAhead, IReadOnlySet<int> Ports, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly string[] Properties =
        ["ContainerRepository", "ContainerImageTag", "ContainerBaseImage", "ContainerUser", "ContainerRuntimeIdentifier", "PublishReadyToRun"];

    /// <summary>Evaluates <c>src/PROJECT</c>.</summary>
    public static async Task<ProjectImage> OfAsync(string project, params string[] options)
    {
        using var evaluated = JsonDocument.Parse(await Tool.OutputAsync(
            "dotnet",
            [
                "msbuild", $"src/{project}/{project}.csproj", $"-getProperty:{string.Join(',', Properties)}",
                "-getItem:ContainerPort,ContainerEnvironmentVariable", .. options,
            ]));
        var root = evaluated.RootElement;
        string Property(string name) => root.GetProperty("Properties").GetProperty(name).GetString()!;
        var items = root.GetProperty("Items");
        Assert.Equal("linux-x64", Property("ContainerRuntimeIdentifier"));
        return new ProjectImage(
            $"{Property("ContainerRepository")}:{Property("ContainerImageTag")}",
            Property("ContainerBaseImage"),
            Property("ContainerUser"),
            Property("PublishReadyToRun") == "true",
            items.GetProperty("ContainerPort").EnumerateArray().Select(port => int.Parse(port.GetProperty("Identity").GetString()!)).ToHashSet(),
            items.GetProperty("ContainerEnvironmentVariable").EnumerateArray().ToDictionary(
                variable => variable.GetProperty("Identity").GetString()!, variable => variable.GetProperty("Value").GetString()!));
    }
}
