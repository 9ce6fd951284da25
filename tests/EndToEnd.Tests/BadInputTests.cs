using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>Exit code 2, and a message that says what to do.</summary>
[Collection(Clusters.Name)]
public sealed class BadInputTests(SyntheticData data)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_missing_data_folder()
    {
        using var folder = new TempFolder();
        await RefusedAsync(folder, [folder["nowhere"], "--data"], "--data", folder["nowhere"]);
    }

    [Fact]
    public async Task Half_a_batch_file()
    {
        using var folder = new TempFolder();
        foreach (var file in Directory.GetFiles(data.Path))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        var half = folder["data_batch_3"];
        File.WriteAllBytes(half, File.ReadAllBytes(half)[..(int)(new FileInfo(half).Length / 2)]);
        await RefusedAsync(folder, [half, "expected"], "--data", folder.Path);
    }

    [Fact]
    public async Task A_sweep_with_three_faults_names_all_three()
    {
        using var folder = new TempFolder();
        var file = SweepFiles.Write(
            folder,
            """
            name: faulty
            method: grid
            parameters:
              model: { value: resnet50 }
              lr: { values: [fast] }
              epoch: { value: 1 }
            """,
            "faulty.yaml");
        await RefusedAsync(folder, ["line 4", "resnet50", "line 5", "fast", "line 6", "epoch"], file, "--data", data.Path);
    }

    [Fact]
    public async Task A_port_in_use()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await RefusedAsync(folder, [port, "--port"], "--data", data.Path, "--port", port);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "not a folder");
        await RefusedAsync(folder, [folder["file"], "--out"], "--data", data.Path, "--out", folder["file"]);
    }

    [Fact]
    public async Task A_gpu_that_is_not_there()
    {
        Assert.SkipWhen(Directory.Exists("/proc/driver/nvidia"), "This machine has NVIDIA's driver.");
        using var folder = new TempFolder();
        await RefusedAsync(
            folder, ["Device cuda was asked for and cannot be used", "no NVIDIA driver", "-p:Cuda=true"], "--data", data.Path, "--device", "cuda");
    }

    // A file as the first argument is the sweep; without one a valid sweep is given.
    private static async Task RefusedAsync(TempFolder folder, string[] expected, params string[] arguments)
    {
        List<string> all = ["sweep"];
        if (arguments[0].StartsWith("--", StringComparison.Ordinal))
        {
            all.Add(SweepFiles.Write(folder, SweepFiles.Grid, "valid.yaml"));
        }

        all.AddRange(arguments);
        AddDefault(all, "--out", folder["runs"]);
        AddDefault(all, "--port", "0");
        var (exit, apphost) = await AppHostProcess.RunAsync(Limit, [.. all]);
        using (apphost)
        {
            Assert.True(exit == 2, $"exit code {exit}\n{apphost.Everything}");
            Assert.All(expected, text => Assert.Contains(text, apphost.Errors, StringComparison.Ordinal));
            Assert.Empty(apphost.Children());
        }
    }

    private static void AddDefault(List<string> arguments, string option, string value)
    {
        if (!arguments.Contains(option))
        {
            arguments.AddRange([option, value]);
        }
    }
}
