using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class AttemptFailureTests
{
    private static readonly TrialSpec Trial = new()
    {
        Id = new TrialId("sweep", 1),
        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty,
        Hyperparameters = new Hyperparameters { Model = "resnet34", LearningRate = 1e-3, BatchSize = 4096, Epochs = 1 },
        Metric = new MetricSpec("test_accuracy", MetricGoal.Maximize),
        MaxFailures = 0,
    };

    [Theory]
    [InlineData("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc")]
    public void Memory_that_ran_out_is_said_in_plain_words(string words)
    {
        var told = AttemptFailure.Describe(new ExternalException(words), Trial);

        Assert.StartsWith("out of memory: resnet34 with batch_size 4096", told, StringComparison.Ordinal);
        Assert.Contains(words.Split('\n')[0], told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 8.00 GiB", TrainingPrecision.Fp32, "precision: bf16 or more workers_per_trial")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", TrainingPrecision.Bf16, "a smaller batch_size or more workers_per_trial")]
    [InlineData("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.", TrainingPrecision.Fp32, "fewer workers on the machine")]
    public void What_helps_depends_on_whose_memory_it_was(string words, TrainingPrecision precision, string advice)
    {
        var told = AttemptFailure.Describe(new ExternalException(words), Trial with { Precision = precision });

        Assert.Contains($"{advice} would help ({words})", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_runtimes_own_exception_is_memory_too() =>
        Assert.StartsWith("out of memory: ", AttemptFailure.Describe(new OutOfMemoryException("no"), Trial), StringComparison.Ordinal);

    [Fact]
    public void Anything_else_is_its_type_and_first_line() =>
        Assert.Equal("ArgumentException: bad", AttemptFailure.Describe(new ArgumentException("bad\n   at somewhere"), Trial));
}
