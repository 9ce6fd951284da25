using System.Text.Json;
using System.Text.Json.Serialization;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Numerics;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>One rank of a run, in a process of its own.</summary>
internal sealed class RankRun(RankTask task, int rank) : ITrainingObserver
{
    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _losses = [];
    private StopWish _wish;
    private EpochResult? _epoch;
    private string? _digest;
    private string? _position;

    /// <summary>Runs to the end, whichever, and writes what it got.</summary>
    public static int Run(string file, int rank)
    {
        var task = JsonSerializer.Deserialize<RankTask>(File.ReadAllText(file), Json)!;
        var outcome = new RankRun(task, rank).Run();
        File.WriteAllText(Path.Combine(task.Folder, $"outcome.{task.Attempt}.{rank}"), JsonSerializer.Serialize(outcome, Json));
        return 0;
    }

    void ITrainingObserver.OnResumed(CifarResNet model, RunInfo info, RunProgress progress) => _position = $"{progress.Epoch}/{progress.Step}";

    void ITrainingObserver.OnStep(StepResult step)
    {
        _losses.Add(step.Loss);
        if (rank == 1 && task.StopsAt == _losses.Count)
        {
            _wish = StopWish.HandBack;
        }

        if (rank == task.HoldingRank && task.HoldsAt == _losses.Count)
        {
            // Until whoever reads this line ends the process.
            Console.WriteLine("holding");
            new ManualResetEventSlim().Wait();
        }
    }

    void ITrainingObserver.OnEpoch(CifarResNet model, EpochResult epoch) => _epoch = epoch;

    void ITrainingObserver.OnFinished(CifarResNet model) => _digest = WeightsDigest.Of(model);

    private RankOutcome Run()
    {
        try
        {
            Train();
            return Outcome(null, null);
        }
        catch (CollectiveException gone)
        {
            return Outcome($"{nameof(CollectiveException)}: {gone.Message}", gone.PeerLost ? gone.Peer : null);
        }
        catch (OperationCanceledException)
        {
            return Outcome(nameof(OperationCanceledException), null);
        }
    }

    private RankOutcome Outcome(string? failure, int? lost) =>
        new([.. _losses], _digest, _epoch?.TestAccuracy, _epoch?.TestLoss, _epoch?.Images ?? 0, failure, lost, _position);

    private void Train()
    {
        LibTorch.EnsureLoaded();
        set_num_threads(1);
        using var gradients = Connect("gradients");
        using var statistics = Connect("statistics");
        using var replicas = new Replicas(gradients, statistics, () => _wish, Agreed);
        using var checkpoints = task.KeepsCheckpoints && rank == 0 ? Checkpoints() : null;
        var plan = new TrainingPlan
        {
            LearningRate = task.LearningRate,
            BatchSize = task.BatchSize,
            Epochs = task.Epochs,
            Seed = 0,
            SyncBatchNorm = task.SyncBatchNorm,
        };
        var (train, test) = (FormulaImages.Create(0, task.TrainImages), FormulaImages.Create(task.TrainImages, task.TestImages));
        TrainingRun.Execute(plan, train, test, task.Classes, this, _stop.Token, CPU, checkpoints, replicas);
    }

    private void Agreed(StopWish wish)
    {
        _wish = wish;
        _stop.Cancel();
    }

    private ICollective Connect(string channel) => Collective.ConnectAsync(
        new CollectiveOptions
        {
            Rank = rank,
            WorldSize = task.WorldSize,
            Attempt = task.Attempt,
            Token = new byte[32],
            Channel = channel,
            Transport = task.Transport,
        },
        new FileRendezvous(task.Folder, task.Attempt, task.WorldSize),
        CancellationToken.None).GetAwaiter().GetResult();

    private CheckpointKeeper Checkpoints() => new(new CheckpointSettings
    {
        Folder = Path.Combine(task.Folder, "checkpoints"),
        Run = "ranks",
        Attempt = task.Attempt,
        DataName = "formula",
        Interval = TimeSpan.FromTicks(1),
        SaveWhenStopped = () => _wish == StopWish.HandBack,
        Warn = Console.Error.WriteLine,
    });
}
