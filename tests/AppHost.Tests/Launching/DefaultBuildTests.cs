using System.Diagnostics;
using System.Text.Json;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Tests.Launching;

/// <summary>Machines without Aspire's packages build the built-in launcher, and ask nobody for Aspire.</summary>
public sealed class DefaultBuildTests : IDisposable
{
    private readonly TemporaryFolder _packages = new();

    public void Dispose() => _packages.Dispose();

    [Fact]
    public async Task Without_Aspires_sdk_nothing_of_Aspire_is_referenced_or_compiled() =>
        AssertBuiltIn(await EvaluateAsync(useAspire: null));

    [Fact]
    public async Task UseAspire_false_says_no_where_Aspires_sdk_is()
    {
        Directory.CreateDirectory(_packages["aspire.apphost.sdk/13.1.3"]);

        AssertBuiltIn(await EvaluateAsync(useAspire: "false"));
    }

    private static void AssertBuiltIn(JsonElement project)
    {
        var items = project.GetProperty("Items");
        Assert.NotEmpty(Identities(items, "PackageReference"));
        Assert.DoesNotContain(
            Identities(items, "PackageReference").Concat(Identities(items, "PackageVersion")),
            name => name.StartsWith("Aspire", StringComparison.Ordinal));
        Assert.DoesNotContain(Identities(items, "Compile"), file => file.StartsWith("Aspire/", StringComparison.Ordinal));
        Assert.Contains("Launching/Launchers.cs", Identities(items, "Compile"));
        Assert.Equal("", project.GetProperty("Properties").GetProperty("AspireHostingSDKVersion").GetString());
    }

    private static List<string> Identities(JsonElement items, string kind) =>
        [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];

    private async Task<JsonElement> EvaluateAsync(string? useAspire)
    {
        var dotnet = ProgramFile.DotnetRoot() is { } root ? Path.Combine(root, "dotnet") : "dotnet";
        var start = new ProcessStartInfo(dotnet)
        {
            ArgumentList =
            {
                "msbuild", Path.Combine(SourceTree.Root, "src", "AppHost", "AppHost.csproj"),
                "-getItem:PackageReference,PackageVersion,Compile", "-getProperty:UseAspire,AspireHostingSDKVersion",
            },
            RedirectStandardOutput = true,
        };

        // What a restore left behind does not count, nor what the tests' own environment says.
        start.Environment["NUGET_PACKAGES"] = _packages.Path;
        start.Environment["UseAspire"] = useAspire;
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH" })
        {
            start.Environment.Remove(name);
        }

        using var msbuild = Process.Start(start)!;
        var json = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return JsonDocument.Parse(json).RootElement;
    }
}
