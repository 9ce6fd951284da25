namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>How long a trial took.</summary>
/// <param name="Seconds">From its beginning to its end, with everything that belongs to it.</param>
/// <param name="EpochSeconds">Of which its epoch, training and test.</param>
internal readonly record struct TrialTime(double Seconds, double EpochSeconds)
{
    /// <summary>What is not the epoch.</summary>
    public double Around => Seconds - EpochSeconds;
}
