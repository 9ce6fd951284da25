using System.Runtime.InteropServices;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Devices;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Checkpoints;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Devices;

/// <summary>What only a GPU can show.</summary>
[Collection(nameof(TorchTests))]
public sealed class CudaTests
{
    private static readonly ImageSet Images = SyntheticImages.Create(8, 1);

    [Theory]
    [InlineData(Precision.Fp32, 1e-3)]
    [InlineData(Precision.Tf32, 1e-2)]
    [InlineData(Precision.Bf16, 0.1)]
    public void ARunBeginsAsOnTheCpuWithItsImagesOnTheDevice(Precision precision, double tolerance)
    {
        var device = RequireCuda();
        var plan = new TrainingPlan { BatchSize = 4, Epochs = 2, Seed = 3, LearningRate = 1e-3, Precision = precision };
        var (onGpu, onCpu) = (new RecordingObserver(), new RecordingObserver());

        TrainingRun.Execute(plan, Images, Images, 10, onGpu, device: device);
        TrainingRun.Execute(plan with { Precision = Precision.Fp32 }, Images, Images, 10, onCpu, device: CPU);

        Assert.StartsWith("cuda:0", onGpu.Info!.Images, StringComparison.Ordinal);
        Assert.Equal("cuda:0", onGpu.Info.Device);
        Assert.Equal(onCpu.Steps[0].Loss, onGpu.Steps[0].Loss, tolerance);
        Assert.True(onGpu.Epochs[1].TrainLoss < onGpu.Epochs[0].TrainLoss);
    }

    [Fact]
    public void BatchesAreThoseOfTheCpuToTheBitFromEitherPlace()
    {
        var device = RequireCuda();
        using var scope = NewDisposeScope();
        int[] indices = [7, 0, 0, 3];
        var (expected, expectedLabels) = new HostBatchReader(Images, CPU).Read(indices);

        foreach (var reader in (IBatchReader[])[new HostBatchReader(Images, device), new ResidentBatchReader(Images, device)])
        {
            using (reader)
            {
                var (actual, labels) = reader.Read(indices);
                Assert.True(expected.bytes.SequenceEqual(actual.cpu().bytes));
                Assert.True(expectedLabels.bytes.SequenceEqual(labels.cpu().bytes));
            }
        }
    }

    [Fact]
    public void ARunGoesOnFromItsCheckpointOnTheDevice()
    {
        RequireCuda();
        using var runs = new KeptRuns();

        runs.RunSteps(KeptRuns.Standard, steps: 2);
        var resumed = runs.Run(KeptRuns.Standard, attempt: 2);

        Assert.Equal((0, 2), resumed.ResumedAt);
        Assert.Empty(runs.Warnings);
    }

    [Fact]
    public void MemoryHasASizeAndAnEndThatIsToldInWords()
    {
        var device = RequireCuda();
        var bytes = DeviceMemory.Total(device);
        Assert.InRange(bytes!.Value, 1L << 30, 1L << 42);

        var error = Assert.ThrowsAny<ExternalException>(() => empty([bytes.Value], ScalarType.Float32, device));

        Assert.Contains("CUDA out of memory", error.Message);
    }

    [Fact]
    public void NcclSumsOnTheStreamOfTheDevice()
    {
        var device = RequireCuda();
        var nccl = NcclLibrary.TryLoad();
        Assert.SkipWhen(nccl is null, "No libnccl.so.2: docs/cuda.md, Several GPUs.");
        using var alone = Replicas.Alone();
        using var gradients = new NcclGradients(nccl, alone, 1 << 20, device);
        gradients.Tensor.copy_(arange(1 << 20, ScalarType.Float32, device));

        // NCCL has no world without another GPU; a sum over one rank says that the calls are right, and that what follows sees what it wrote.
        for (var i = 0; i < 10; i++)
        {
            gradients.Sum(1 << 10, (1 << 20) - (1 << 10));
            gradients.Tensor.add_(1);
        }

        Assert.Equal(0, (gradients.Tensor.cpu() - arange(10, (1 << 20) + 10, ScalarType.Float32)).abs().max().item<float>());
        Assert.Equal("nccl", gradients.Transport);
    }

    [Fact]
    public void ADeviceIsTheSameOneForEveryProcessThatSeesIt()
    {
        var identity = DeviceIdentity.Of(RequireCuda());

        Assert.NotNull(identity);
        Assert.Equal("two ranks share a GPU, which NCCL refuses", NcclUse.Obstacle([(true, identity.Value), (true, identity.Value)]));
    }

    private static Device RequireCuda()
    {
        var obstacles = CudaFacts.Detect().Obstacles;
        Assert.SkipUnless(obstacles.Count == 0, $"No CUDA device: {string.Join("; ", obstacles)}.");
        return new DeviceChoice(IsCuda: true).Device;
    }
}
