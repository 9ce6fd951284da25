using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Tests.Launching;

public sealed class DataStepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_line_of_json_says_where_the_data_is()
    {
        var data = await RunAsync("""echo '{"path": "/data/cifar", "kind": "Given", "name": "cifar-10", "detail": "python version"}'""");

        Assert.Equal(new DataSet("/data/cifar", "Given", "cifar-10", "python version"), data);
        Assert.False(data.IsSynthetic);
    }

    [Fact]
    public async Task The_program_is_given_absolute_folders()
    {
        var data = await RunAsync("""printf '{"path": "/d", "kind": "Given", "name": "synthetic", "detail": "%s"}\n' "$*" """, data: "images");

        Assert.Equal($"data --data {Path.GetFullPath("images")} --synthetic-folder {_folder.Path}", data.Detail);
        Assert.True(data.IsSynthetic);
    }

    [Fact]
    public async Task Bad_input_has_been_said_by_the_program()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync("exit 2"));

        Assert.Empty(error.Faults);
    }

    [Theory]
    [InlineData("exit 9", "exit code 9")]
    [InlineData("echo hello", "hello")]
    [InlineData("echo '{}'", "{}")]
    [InlineData("true", "0 lines")]
    public async Task Anything_else_is_a_failure(string script, string expected)
    {
        var error = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(script));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task An_interrupt_ends_the_program()
    {
        using var interrupted = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var run = DataStep.RunAsync(Shell("exec sleep 60"), null, _folder.Path, interrupted.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private Task<DataSet> RunAsync(string script, string? data = null) =>
        DataStep.RunAsync(Shell(script), data, _folder.Path, CancellationToken.None);

    private static ProgramFile Shell(string script) => new("/bin/sh", "-c", script, "sh");
}
