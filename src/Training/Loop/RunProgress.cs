namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// How far a run is, and what it has given so far. The sampler's position is in it too: the order of the images is a function of
/// the seed and the epoch.
/// </summary>
public sealed class RunProgress
{
    private readonly List<EpochResult> _epochs;
    private readonly List<double> _losses;

    /// <summary>Progress of a run that has done no step yet.</summary>
    internal RunProgress(long seed, string initialWeightsSha256) : this(seed, initialWeightsSha256, 0, 0, default, [], [])
    {
    }

    /// <summary>Progress as a checkpoint has it.</summary>
    internal RunProgress(
        long seed, string initialWeightsSha256, int epoch, int step, EpochTally tally, List<EpochResult> epochs, List<double> losses)
    {
        (Seed, InitialWeightsSha256, Epoch, Step, Tally) = (seed, initialWeightsSha256, epoch, step, tally);
        (_epochs, _losses) = (epochs, losses);
    }

    /// <summary>The seed in use: the plan's, or the one that was drawn.</summary>
    public long Seed { get; }

    /// <summary>The digest of the parameters before the first step, as 64 lower-case hexadecimal digits.</summary>
    public string InitialWeightsSha256 { get; }

    /// <summary>The epoch that is under way, from 0; the number of epochs when all are done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The next step in the epoch, from 0; the number of steps when the epoch is trained but not tested.</summary>
    public int Step { get; private set; }

    /// <summary>What the steps of the epoch that is under way add up to.</summary>
    public EpochTally Tally { get; private set; }

    /// <summary>All finished epochs.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>The losses of all steps since the run's start, in nats.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Counts the step that was next.</summary>
    internal void Add(StepResult step, long correct, bool lastBatchAlone)
    {
        _losses.Add(step.Loss);
        Tally = Tally.With(step, correct, lastBatchAlone);
        Step++;
    }

    /// <summary>Counts the epoch that was under way.</summary>
    internal void Add(EpochResult epoch)
    {
        _epochs.Add(epoch);
        (Epoch, Step, Tally) = (Epoch + 1, 0, default);
    }
}
