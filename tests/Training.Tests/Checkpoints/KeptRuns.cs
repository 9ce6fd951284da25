using System.Security.Cryptography;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>Small runs whose checkpoints lie in a folder that is gone after the test.</summary>
internal sealed class KeptRuns : IDisposable
{
    public static readonly ImageSet Train = SyntheticImages.Create(5, 1);
    public static readonly ImageSet Test = SyntheticImages.Create(4, 2);

    /// <summary>Two epochs of three steps.</summary>
    public static readonly TrainingPlan Standard = new() { BatchSize = 2, Epochs = 2, Seed = 3, LearningRate = 1e-3 };

    /// <summary>Two epochs of two steps.</summary>
    public static readonly TrainingPlan Script = Standard with { Recipe = Recipe.Script };

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.File("checkpoints");

    public List<string> Warnings { get; } = [];

    public List<SavedCheckpoint> Saved { get; } = [];

    /// <summary>The checkpoints' names without checksums, in the order of their names.</summary>
    public string[] Positions => [.. FileNames.Select(CheckpointName.Parse).OfType<CheckpointName>().Order()
        .Select(name => $"{name.Epoch}/{name.Step}/{name.Attempt}")];

    public string[] FileNames =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order()] : [];

    /// <summary>The path of the newest checkpoint.</summary>
    public string Newest => Path.Combine(Folder, new CheckpointFolder(Folder, 0).List()[0].FileName);

    public CheckpointSettings Settings(int attempt) => new()
    {
        Folder = Folder,
        Run = "sweep-1/trial-4",
        Attempt = attempt,
        DataName = "synthetic",
        SaveWhenStopped = () => true,
        Warn = Warnings.Add,
        Saved = Saved.Add,
    };

    public string File(string name) => _folder.File(name);

    /// <summary>Runs to the end.</summary>
    public RecordingObserver Run(TrainingPlan plan, int attempt = 1) => Run(plan, Settings(attempt));

    /// <summary>Runs to the end.</summary>
    public static RecordingObserver Run(TrainingPlan plan, CheckpointSettings settings)
    {
        var observer = new RecordingObserver();
        Execute(plan, settings, observer, CancellationToken.None);
        return observer;
    }

    /// <summary>Runs for this many steps, and is cancelled in the last of them.</summary>
    public RecordingObserver RunSteps(TrainingPlan plan, int steps, int attempt = 1) => RunSteps(plan, steps, Settings(attempt));

    /// <summary>Runs for this many steps, 0: none, and is cancelled in the last of them.</summary>
    public static RecordingObserver RunSteps(TrainingPlan plan, int steps, CheckpointSettings settings)
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            StepDone = () =>
            {
                if (--steps == 0)
                {
                    cancellation.Cancel();
                }
            },
        };
        if (steps == 0)
        {
            cancellation.Cancel();
        }

        Assert.Throws<OperationCanceledException>(() => Execute(plan, settings, observer, cancellation.Token));
        return observer;
    }

    public static void Execute(
        TrainingPlan plan, CheckpointSettings settings, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        using var keeper = new CheckpointKeeper(settings);
        TrainingRun.Execute(plan, Train, Test, 10, observer, cancellationToken, checkpoints: keeper);
    }

    /// <summary>Writes the newest checkpoint anew, with its right checksum, but without a tensor or text or with another text.</summary>
    public void Rewrite(string change)
    {
        var path = Newest;
        var name = CheckpointName.Parse(Path.GetFileName(path))!;
        using (var file = SafetensorsFile.Read(path))
        {
            var metadata = file.Metadata.ToDictionary();
            var (key, value) = change.Split('=') is [var k, var v] ? (k, v) : (change, null);
            metadata.Remove(key);
            if (value is not null)
            {
                metadata[key] = value;
            }

            var tensors = file.Tensors.Where(t => $"tensor {t.Key}" != change).Select(t => (t.Key, t.Value)).ToList();
            SafetensorsFile.Write(path, tensors, metadata);
        }

        var checksum = Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path)))[..16];
        System.IO.File.Move(path, Path.Combine(Folder, (name with { Checksum = checksum }).FileName));
    }

    public void Dispose() => _folder.Dispose();
}
