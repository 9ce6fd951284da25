using System.Diagnostics;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests.Processes;

public sealed class ProcessGroupTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLines _lines = new();
    private readonly ProcessGroup _group;

    public ProcessGroupTests() => _group = new ProcessGroup(_folder.Path, _lines.ProcessLine, _lines.Note, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_coordinator_outlives_the_workers_goodbyes()
    {
        Start("coordinator-0", $"trap 'test -f {_folder["goodbye"]} && echo heard; exit 0' TERM; echo up; while :; do sleep 0.05; done", stopLast: true);
        Start("worker-0", $"trap 'touch {_folder["goodbye"]}; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        await _lines.LineAsync("[coordinator-0] up");
        await _lines.LineAsync("[worker-0] up");

        await _group.StopAsync().WaitAsync(Deadline);

        // What is said while all stop is in the log file and not on the screen.
        Assert.Equal(["up", "heard"], LogOf("coordinator-0"));
        Assert.DoesNotContain("heard", _lines.Text);
    }

    [Fact]
    public async Task A_coordinator_that_hears_the_interrupt_itself_is_not_started_again()
    {
        Start("coordinator-0", $"echo up; while [ ! -f {_folder["interrupted"]} ]; do sleep 0.05; done", stopLast: true);
        Start("worker-0", $"trap 'touch {_folder["interrupted"]}; sleep 1.5; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        await _lines.LineAsync("[coordinator-0] up");
        await _lines.LineAsync("[worker-0] up");

        await _group.StopAsync().WaitAsync(Deadline);

        Assert.Equal(["up"], LogOf("coordinator-0"));
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed_within_ten_seconds()
    {
        Start("worker-0", "trap '' TERM; echo $$ up; while :; do sleep 0.05; done");
        var line = await _lines.LineAsync("up");
        var id = int.Parse(line.Split(' ')[1]);
        var watch = Stopwatch.StartNew();

        await _group.StopAsync().WaitAsync(Deadline);

        Assert.InRange(watch.Elapsed.TotalSeconds, 7.5, 10);
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task One_that_is_given_up_ends_the_work_with_its_error()
    {
        var cancelled = new TaskCompletionSource();
        var group = new ProcessGroup(_folder.Path, _lines.ProcessLine, _lines.Note, new HastyTime());
        Start(group, "worker-0", "exit 7");

        var error = await Assert.ThrowsAsync<LaunchException>(() => group.WhileRunningAsync(
            async cancellation =>
            {
                await using var registration = cancellation.Register(cancelled.SetResult);
                await cancelled.Task;
                return 0;
            },
            CancellationToken.None).WaitAsync(Deadline));

        Assert.Contains("worker-0", error.Message);
        await group.StopAsync();
    }

    [Fact]
    public async Task Work_that_ends_gives_its_result()
    {
        Assert.Equal(7, await _group.WhileRunningAsync(_ => Task.FromResult(7), CancellationToken.None));
    }

    private void Start(string name, string script, bool stopLast = false) => Start(_group, name, script, stopLast);

    private static void Start(ProcessGroup group, string name, string script, bool stopLast = false) => group.Start(
        new ProcessSpec(name, new ProgramFile("/bin/sh", "-c", script), new Dictionary<string, string>()), stopLast);

    private string[] LogOf(string process) => File.ReadAllLines(Path.Combine(_folder.Path, $"{process}.log"));
}
