using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Says what broke an attempt, in one line for people.</summary>
internal static class AttemptFailure
{
    // libtorch tells of all of them as of any other error: the CPU's allocator in these words, CUDA's and its libraries' in those.
    private static readonly string[] OutOfMemoryWords =
        ["can't allocate memory", "not enough memory", "out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"];

    private static readonly string[] GpuWords = ["CUDA", "CUBLAS", "CUDNN"];

    /// <summary>The first line of what went wrong; where memory ran out, with what would help.</summary>
    public static string Describe(Exception failure, TrialSpec trial)
    {
        var line = failure.Message.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd();
        return IsOutOfMemory(failure)
            ? $"out of memory: {trial.Hyperparameters.Model} with batch_size {trial.Hyperparameters.BatchSize} did not fit on this worker; "
                + $"{Advice(line, trial)} would help ({line})"
            : $"{failure.GetType().Name}: {line}";
    }

    /// <summary>Whether memory ran out, on whatever device.</summary>
    public static bool IsOutOfMemory(Exception failure) =>
        failure is OutOfMemoryException
        || OutOfMemoryWords.Any(words => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static string Advice(string line, TrialSpec trial) => line switch
    {
        _ when !GpuWords.Any(word => line.Contains(word, StringComparison.Ordinal)) => "a smaller batch_size or fewer workers on the machine",
        _ when trial.Precision == TrainingPrecision.Bf16 => "a smaller batch_size or more workers_per_trial",
        _ => "a smaller batch_size, precision: bf16 or more workers_per_trial",
    };
}
