using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests.Processes;

public sealed class SupervisorTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_outputs_are_shown_with_the_name_and_kept_in_a_file()
    {
        using var log = Log("worker-0");
        var process = Supervise("worker-0", "echo to out; echo to err >&2; exec sleep 60", log);
        _ = process.Start();

        Assert.Equal("[worker-0] to out", await _lines.LineAsync("to out"));
        Assert.Equal("[worker-0] to err", await _lines.LineAsync("to err"));

        process.Stop();
        await process.Running.WaitAsync(Deadline);
        Assert.Contains("to out", log.Tail);
        Assert.Contains("to err", await ReadAsync(_folder["worker-0.log"]));
    }

    [Fact]
    public async Task A_process_that_dies_is_started_again()
    {
        using var log = Log("worker-0");
        var process = Supervise("worker-0", $"if [ -f {_folder["was-here"]} ]; then echo again; exec sleep 60; fi; touch {_folder["was-here"]}; kill -9 $$", log);
        _ = process.Start();

        await _lines.LineAsync("[worker-0] again");
        Assert.Contains("worker-0 ended with exit code 137; starting it again in 0.5 s", _lines.Text);

        process.Stop();
        await process.Running.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_process_that_keeps_dying_is_given_up_with_its_last_words()
    {
        using var log = Log("worker-0");
        var process = Supervise("worker-0", "echo no libtorch; exit 7", log, new HastyTime());

        var error = await Assert.ThrowsAsync<LaunchException>(() => process.Start().WaitAsync(Deadline));

        Assert.Contains("worker-0 died 7 times", error.Message);
        Assert.Contains("exit code 7", error.Message);
        Assert.Contains("no libtorch", error.Message);
        Assert.Contains(_folder["worker-0.log"], error.Message);
    }

    [Fact]
    public async Task Bad_input_is_not_tried_twice()
    {
        using var log = Log("worker-0");
        var process = Supervise("worker-0", "echo half a batch file; exit 2", log);

        var error = await Assert.ThrowsAsync<InputException>(() => process.Start().WaitAsync(Deadline));

        Assert.Contains("half a batch file", error.Message);
        Assert.DoesNotContain("starting it again", _lines.Text);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_an_error()
    {
        using var log = Log("worker-0");
        var process = new Supervisor(
            new ProcessSpec("worker-0", new ProgramFile(_folder["missing"]), new Dictionary<string, string>()), log, _lines.Note, TimeProvider.System);

        var error = await Assert.ThrowsAsync<LaunchException>(() => process.Start().WaitAsync(Deadline));

        Assert.Contains(_folder["missing"], error.Message);
    }

    [Fact]
    public async Task The_log_of_the_launch_before_is_kept()
    {
        using (var first = Log("worker-0"))
        {
            first.Write("first");
        }

        using var second = Log("worker-0");
        second.Write("second");

        Assert.Equal("first\n", await ReadAsync(_folder["worker-0.previous.log"]));
        Assert.Equal("second\n", await ReadAsync(_folder["worker-0.log"]));
    }

    private static async Task<string> ReadAsync(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync();
    }

    private ProcessLog Log(string name) => new(name, _folder.Path, _lines.ProcessLine);

    private Supervisor Supervise(string name, string script, ProcessLog log, TimeProvider? time = null) => new(
        new ProcessSpec(name, new ProgramFile("/bin/sh", "-c", script), new Dictionary<string, string>()),
        log,
        _lines.Note,
        time ?? TimeProvider.System);
}
