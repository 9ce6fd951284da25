using System.Runtime.InteropServices;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;
using TorchSharp;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>What a trial computes does not depend on the cluster around it.</summary>
[Collection(Clusters.Name)]
public sealed class ExactnessTests(SyntheticData data)
{
    private const string OneTrial = """
        name: one
        method: grid
        metric: { name: train_loss, goal: minimize }
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 8 }
          epochs: { value: 2 }
        seed: 5
        train_limit: 40
        test_limit: 16
        """;

    [Fact]
    public async Task The_orchestrated_run_and_the_bare_loop_give_the_same_weights_to_the_bit()
    {
        using var folder = new TempFolder();
        var (exit, apphost) = await AppHostProcess.RunAsync(
            TimeSpan.FromMinutes(3), "sweep", SweepFiles.Write(folder, OneTrial), "--data", data.Path,
            "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0");
        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
        }

        var (bare, losses) = BareLoop();
        using (bare)
        {
            // The training loss falls on this data, so that the best epoch is the last one, whose weights the bare loop ends with.
            Assert.True(losses[1] < losses[0], $"losses {string.Join(", ", losses)}");
            using var orchestrated = ModelZoo.Create("resnet18", bare.Classes);
            using var file = SafetensorsFile.Read(Path.Combine(folder["runs"], "one/best/model.safetensors"));
            StateDict.Load(orchestrated, file.Tensors);
            Assert.Equal(WeightsDigest.Of(bare), WeightsDigest.Of(orchestrated));
        }
    }

    private (CifarResNet Model, List<double> Losses) BareLoop()
    {
        // As AppHostProcess sets it for the cluster; oneDNN reads it when it is first used.
        Assert.Equal(0, SetEnvironment("ONEDNN_MAX_CPU_ISA", "AVX2", 1));
        LibTorch.EnsureLoaded();
        torch.set_num_threads(1);
        var dataset = CifarReader.Read(data.Path);
        var keeper = new Keeper();
        TrainingRun.Execute(
            new TrainingPlan { LearningRate = 1e-3, BatchSize = 8, Epochs = 2, Seed = 5, TrainLimit = 40, TestLimit = 16 },
            new ImageSet(dataset.TrainImages, dataset.TrainLabels),
            new ImageSet(dataset.TestImages, dataset.TestLabels),
            dataset.ClassCount,
            keeper);
        return (keeper.Model!, keeper.Losses);
    }

    // .NET's own SetEnvironmentVariable does not reach native code.
    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);

    private sealed class Keeper : ITrainingObserver
    {
        public CifarResNet? Model { get; private set; }

        public List<double> Losses { get; } = [];

        public void OnEpoch(CifarResNet model, EpochResult epoch) => Losses.Add(epoch.TrainLoss);

        // The run disposes its model, so a copy is kept.
        public void OnFinished(CifarResNet model)
        {
            Model = ModelZoo.Create("resnet18", model.Classes);
            Model.load_state_dict(model.state_dict());
        }
    }
}
