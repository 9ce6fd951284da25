using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Probe;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>The ranks of one attempt, each a process with a thread. Those that are alive are killed at the end.</summary>
internal sealed class RankProcesses : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly RankTask _task;
    private readonly Process[] _ranks;

    /// <summary>Starts them.</summary>
    public RankProcesses(RankTask task)
    {
        _task = task;
        var file = Path.Combine(task.Folder, $"task.{task.Attempt}");
        File.WriteAllText(file, JsonSerializer.Serialize(task, RankRun.Json));
        _ranks = [.. Enumerable.Range(0, task.WorldSize).Select(rank => Start(file, rank))];
    }

    /// <summary>A small run, of two steps an epoch, without checkpoints.</summary>
    public static RankTask Task(TemporaryFolder folder, int worldSize) => new(
        folder.FullPath, worldSize, TransportChoice.Auto, TrainImages: 16, TestImages: 12, Classes: 10, BatchSize: 8, Epochs: 1,
        LearningRate: 1e-3, SyncBatchNorm: false, Attempt: 1, KeepsCheckpoints: false, HoldsAt: null, HoldingRank: 0, StopsAt: null);

    /// <summary>Runs them to their ends.</summary>
    public static async Task<RankOutcome[]> RunAsync(RankTask task)
    {
        using var ranks = new RankProcesses(task);
        return await ranks.OutcomesAsync([.. Enumerable.Range(0, task.WorldSize)]);
    }

    /// <summary>Waits until the rank that holds says so.</summary>
    public async Task HoldsAsync()
    {
        var line = await _ranks[_task.HoldingRank].StandardOutput.ReadLineAsync().WaitAsync(Limit);
        Assert.Equal("holding", line);
    }

    /// <summary>Waits until a checkpoint is there, and the next one is being written.</summary>
    public async Task CheckpointBeginsAsync()
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var folder = Path.Combine(_task.Folder, "checkpoints");
        while (!Directory.Exists(folder) || Directory.GetFiles(folder, "epoch-*").Length == 0 || Directory.GetFiles(folder, "*.tmp").Length == 0)
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Sends a signal to a rank.</summary>
    public void Signal(int rank, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _ranks[rank].Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the ends of these ranks, and reads what they got.</summary>
    public async Task<RankOutcome[]> OutcomesAsync(params int[] ranks) =>
        await System.Threading.Tasks.Task.WhenAll(ranks.Select(OutcomeAsync));

    public void Dispose()
    {
        foreach (var rank in _ranks)
        {
            if (!rank.HasExited)
            {
                rank.Kill();
                rank.WaitForExit();
            }

            rank.Dispose();
        }
    }

    private static Process Start(string file, int rank)
    {
        var info = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "ResNet.Distributed.Training.Tests.Probe"),
            ["rank", file, rank.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };

        // As the golden traces: results do not depend on how wide this machine's vectors are.
        info.Environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
        return Process.Start(info)!;
    }

    private async Task<RankOutcome> OutcomeAsync(int rank)
    {
        await _ranks[rank].WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, _ranks[rank].ExitCode);
        var file = Path.Combine(_task.Folder, $"outcome.{_task.Attempt}.{rank}");
        return JsonSerializer.Deserialize<RankOutcome>(await File.ReadAllTextAsync(file), RankRun.Json)!;
    }
}
