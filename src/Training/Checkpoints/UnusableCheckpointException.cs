namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>A checkpoint's file cannot be gone on from: it is damaged, or it is sound but another run's.</summary>
internal sealed class UnusableCheckpointException : Exception
{
    private UnusableCheckpointException(string suffix, string message, Exception? inner) : base(message, inner) => Suffix = suffix;

    /// <summary>What is added to the file's name, so that it is not looked at again and can be looked into.</summary>
    public string Suffix { get; }

    public static UnusableCheckpointException Damaged(string reason, Exception? inner = null) =>
        new(".damaged", $"it is damaged: {reason}", inner);

    public static UnusableCheckpointException Foreign(string difference) =>
        new(".set-aside", $"it is of something else: {difference}", null);
}
