using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Tests.Models;

public sealed class PredictCommandTests
{
    private const string Cat =
        """{"image":"a.png","top":[{"class":"cat","label":3,"probability":0.75},{"class":"dog","label":5,"probability":0.2}],"class":"cat","probability":0.75}""";

    private const string NoPicture = """{"image":"longer.txt","error":"longer.txt: not a picture."}""";

    private readonly RecordingTerminal _terminal = new();

    [Fact]
    public async Task A_table_has_a_line_for_each_picture_that_could_be_classified()
    {
        var exitCode = await RunAsync($"echo '{Cat}'; echo '{NoPicture}'; exit 1", json: false, "a.png", "longer.txt");

        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Equal("image  class  probability  then\na.png  cat    0.7500       dog 0.2000\n", _terminal.Output);
        Assert.Contains("longer.txt: not a picture.", _terminal.Error);
    }

    [Fact]
    public async Task As_JSON_a_line_for_each_picture_says_all()
    {
        var exitCode = await RunAsync($"echo '{Cat}'", json: true, "a.png");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(Cat + "\n", _terminal.Output);
    }

    [Fact]
    public async Task The_program_is_told_the_model_the_pictures_and_how_many_classes()
    {
        await RunAsync("""printf '{"image":"%s","error":"none"}\n' "$*"; exit 1""", json: true, "-odd.png");

        Assert.Contains("\"predict --top 2 -- model -odd.png\"", _terminal.Output);
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_has_been_named_by_the_program() =>
        Assert.Empty((await Assert.ThrowsAsync<InputException>(() => RunAsync("exit 2", json: false, "a.png"))).Faults);

    [Theory]
    [InlineData("true", "Only 0 of 1 pictures")]
    [InlineData("exit 134", "exit code 134")]
    [InlineData("echo hello", "hello")]
    [InlineData("echo '{}'", "{}")]
    public async Task Anything_else_is_a_failure(string script, string expected)
    {
        var error = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(script, json: false, "a.png"));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task The_worker_itself_names_a_model_that_is_not_there()
    {
        // What it says is on this process' own standard error.
        var exitCode = await CommandRunner.RunAsync(["predict", "/no/such/model", "a.png"], new CommandContext(_terminal.Terminal), CancellationToken.None);

        Assert.Equal(ExitCode.BadInput, exitCode);
    }

    private Task<int> RunAsync(string script, bool json, params string[] images) => PredictCommand.RunAsync(
        new ProgramFile("/bin/sh", "-c", script, "sh"), new PredictOptions("model", [.. images], Top: 2, json),
        new CommandContext(_terminal.Terminal), CancellationToken.None);
}
