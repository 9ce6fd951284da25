using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Tests.CommandLine;

public sealed class CommandRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--workers: found '-1', expected a whole number from 0 to 1024", "--workers", "-1")]
    [InlineData("--bind: found 'eth0', expected an IP address of this machine", "up", "--bind", "eth0")]
    [InlineData("--port: found 'x', expected a whole number from 0 to 65535", "up", "--port", "x")]
    [InlineData("--epochs: found '-1', expected a whole number of at least 1", "reproduce", "--epochs", "-1")]
    [InlineData("--train-limit: found '127', expected a whole number of at least 128", "reproduce", "--train-limit", "127")]
    [InlineData("--seed: found '1.5'", "reproduce", "--seed", "1.5")]
    [InlineData("'resnet50'", "reproduce", "--model", "resnet50")]
    [InlineData("'gpu'", "reproduce", "--device", "gpu")]
    [InlineData("--url: found 'nowhere'", "submit", "f.yaml", "--url", "nowhere")]
    [InlineData("--url", "submit", "f.yaml")]
    [InlineData("'FILE'", "sweep")]
    [InlineData("'SWEEP'", "export")]
    [InlineData("'torchscript'", "export", "lr", "--format", "torchscript")]
    [InlineData("--trial: found '0', expected a whole number of at least 1", "export", "lr", "--trial", "0")]
    [InlineData("--url: found 'nowhere'", "export", "lr", "--url", "nowhere")]
    [InlineData("'IMAGE'", "predict", "m.safetensors")]
    [InlineData("--top: found '0', expected a whole number of at least 1", "predict", "m.safetensors", "i.png", "--top", "0")]
    [InlineData("'bogus'", "bogus")]
    [InlineData("--out: found nothing", "--out", "")]
    public async Task A_command_line_that_is_wrong_ends_with_two_and_says_why(string expected, params string[] args)
    {
        Assert.Equal(ExitCode.BadInput, await RunAsync(args));
        Assert.Contains(expected, _terminal.Error);
        Assert.Equal("", _terminal.Output);
    }

    [Fact]
    public async Task All_faults_of_all_inputs_are_named_at_once_and_nothing_is_left_behind()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        File.WriteAllText(_folder["bad.yaml"], "name: x\nmethod: gird\nfoo: 1\nparameters:\n  lr: { value: -1 }\n");

        var exitCode = await RunAsync(
            "sweep", _folder["bad.yaml"], "--data", _folder["no-data"], "--port", $"{port}", "--store", "127.0.0.1:1", "--out", _folder["bad.yaml/runs"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        foreach (var expected in new[] { "'gird'", "foo", "'-1'", "--data", "--port N, or --port 0", "--store 127.0.0.1:1", "--out DIR" })
        {
            Assert.Contains(expected, _terminal.Error);
        }

        Assert.Equal([_folder["bad.yaml"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Nodes_need_a_store_that_they_reach()
    {
        var exitCode = await RunAsync("up", "--workers", "0", "--bind", "192.0.2.7", "--port", "0", "--out", _folder["runs"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("--workers 0: there would be no worker", _terminal.Error);
        Assert.Contains("--bind 192.0.2.7: the embedded store listens on this machine's loopback address only", _terminal.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_good_output_folder_is_put_back_when_something_else_is_wrong()
    {
        var exitCode = await RunAsync("sweep", _folder["missing.yaml"], "--port", "0", "--out", _folder["runs"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("missing.yaml: there is no such sweep file", _terminal.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_trace_that_could_not_be_written_is_refused_before_an_hour_of_training()
    {
        var exitCode = await RunAsync("reproduce", "--port", "0", "--out", _folder["runs"], "--trace", _folder["no/t.json"]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains($"there is no folder {_folder["no"]}", _terminal.Error);
    }

    [Fact]
    public async Task The_first_line_says_which_launcher_runs()
    {
        await RunAsync("sweep", _folder["missing.yaml"], "--out", _folder["runs"]);

        Assert.StartsWith("Launcher: built-in", _terminal.Error);
    }

    [Fact]
    public async Task An_option_before_the_commands_name_counts()
    {
        await RunAsync("--data", _folder["no-data"], "sweep", _folder["missing.yaml"], "--out", _folder["runs"]);

        Assert.Contains("no-data", _terminal.Error);
    }

    [Fact]
    public void The_bundled_sweep_is_a_grid_of_two_models_and_two_rates()
    {
        var spec = SweepFile.Parse(Quickstart.Text, Quickstart.Name);

        Assert.Equal("quickstart", spec.Name);
        Assert.Equal(4, spec.Parameters.Select(p => p.Value).OfType<ListedValues>().Aggregate(1, (n, d) => n * d.Values.Length));
    }

    private Task<int> RunAsync(params string[] args) =>
        CommandRunner.RunAsync(args, new CommandContext(_terminal.Terminal), CancellationToken.None);
}
