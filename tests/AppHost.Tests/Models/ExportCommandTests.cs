using System.Collections.Immutable;
using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Tests.Models;

public sealed class ExportCommandTests : IDisposable
{
    private static readonly TrainedTrial Trial = new(
        new TrialId("lr", 2), ImmutableSortedDictionary<string, ParameterValue>.Empty, "test_accuracy", 0.5, "cifar-10");

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_is_told_what_to_write_and_says_what_it_wrote()
    {
        var model = await WriteAsync("""printf '{"path":"%s","model":"resnet18","outputs":10,"bytes":44700000,"sha256":"ab"}\n' "$*" """);

        Assert.Equal(
            "export --output target --format onnx --metadata sweep=lr --metadata trial=lr/2 --metadata parameters={} "
            + "--metadata metric=test_accuracy --metadata metric_value=0.5 --metadata data=cifar-10 -- source",
            model.Path);
        Assert.EndsWith(": resnet18 with 10 outputs, 44.7 MB, SHA-256 ab", $"{model}");
    }

    [Theory]
    [InlineData("exit 1", "exit code 1")]
    [InlineData("echo hello", "hello")]
    [InlineData("true", "0 lines")]
    public async Task Anything_else_is_a_failure(string script, string expected) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<LaunchException>(() => WriteAsync(script))).Message);

    [Fact]
    public async Task A_file_that_is_there_is_kept_unless_it_is_to_be_replaced_and_a_damaged_model_writes_nothing()
    {
        Directory.CreateDirectory(_folder["runs/lr"]);
        File.WriteAllText(
            _folder["runs/lr/results.json"],
            """{ "metric": "test_accuracy", "best_trial": 1, "trials": [ { "trial": 1, "parameters": {}, "state": "completed", "checkpoint": "m" } ] }""");
        File.WriteAllText(_folder["runs/lr/m"], "no model");
        File.WriteAllText(_folder["target"], "precious");
        string[] arguments = ["export", "lr", "--out", _folder["runs"], "--output", _folder["target"]];

        Assert.Equal(ExitCode.BadInput, await RunAsync(arguments));
        Assert.Contains($"--output {_folder["target"]}: is there already. Give another file, or --force to replace it.", _terminal.Error);
        Assert.Equal(ExitCode.BadInput, await RunAsync([.. arguments, "--force"]));
        Assert.Equal("precious", File.ReadAllText(_folder["target"]));
        Assert.Equal([_folder["runs"], _folder["target"]], Directory.GetFileSystemEntries(_folder.Path).Order());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_before_anything_is_read()
    {
        Assert.Equal(ExitCode.BadInput, await RunAsync("export", "lr", "--out", _folder["none"]));
        Assert.Contains("lr: there is no such sweep in", _terminal.Error);
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync(arguments, new CommandContext(_terminal.Terminal), CancellationToken.None);

    private static Task<ExportedModel> WriteAsync(string script) => ExportedModel.WriteAsync(
        new ProgramFile("/bin/sh", "-c", script, "sh"), "source", "target", "onnx", Trial, CancellationToken.None);
}
