using System.Diagnostics;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Launching.Tests.Processes;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_sees_its_environment_and_the_running_dotnet()
    {
        var lines = await OutputAsync("echo $GREETING; echo $DOTNET_ROOT", new() { ["GREETING"] = "hello" });

        Assert.Equal(["hello", ProgramFile.DotnetRoot() ?? ""], lines);
    }

    [Fact]
    public async Task Its_standard_input_stays_open_while_we_live_and_ends_with_us()
    {
        var ready = new TaskCompletionSource();
        var seen = new List<string>();
        var child = ChildProcess.Start(
            new ProgramFile("/bin/sh", "-c", "echo ready; cat; echo end of input"),
            new Dictionary<string, string>(),
            [],
            line =>
            {
                seen.Add(line);
                ready.TrySetResult();
            },
            null);
        await ready.Task.WaitAsync(Deadline);
        Assert.Equal(["ready"], seen);

        // What the kernel does with our end of the pipe when we are killed.
        var ended = child.WaitAsync();
        child.CloseInput();

        Assert.Equal(0, await ended.WaitAsync(Deadline));
        Assert.Equal(["ready", "end of input"], seen);
        child.Dispose();
    }

    [Fact]
    public async Task Terminate_is_polite_and_kill_is_not()
    {
        Assert.Equal(5, await EndAsync("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done", c => c.Terminate()));
        Assert.Equal(137, await EndAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done", c =>
        {
            c.Terminate();
            c.Kill();
        }));
    }

    [Fact]
    public async Task Nothing_happens_to_one_that_has_ended()
    {
        using var child = ChildProcess.Start(Shell("exit 3"), new Dictionary<string, string>(), [], _ => { }, null);
        Assert.Equal(3, await child.WaitAsync().WaitAsync(Deadline));

        child.Terminate();
        child.Kill();
    }

    private static async Task<int> EndAsync(string script, Action<ChildProcess> end)
    {
        var ready = new TaskCompletionSource();
        using var child = ChildProcess.Start(Shell(script), new Dictionary<string, string>(), [], _ => ready.TrySetResult(), null);
        await ready.Task.WaitAsync(Deadline);
        var watch = Stopwatch.StartNew();
        end(child);
        var exitCode = await child.WaitAsync().WaitAsync(Deadline);
        Assert.True(watch.Elapsed < Deadline);
        return exitCode;
    }

    private static async Task<List<string>> OutputAsync(string script, Dictionary<string, string> environment)
    {
        var lines = new List<string>();
        using var child = ChildProcess.Start(Shell(script), environment, [], lines.Add, null);
        await child.WaitAsync().WaitAsync(Deadline);
        return lines;
    }

    private static ProgramFile Shell(string script) => new("/bin/sh", "-c", script);
}
