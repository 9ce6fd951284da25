namespace ResNet.Distributed.Training.Loop;

/// <summary>What the steps of an unfinished epoch add up to.</summary>
/// <param name="LossSum">Sum of the steps' losses, added in their order.</param>
/// <param name="Correct">Images whose highest logit was their label's, of those that count.</param>
/// <param name="Counted">Images that count for the accuracy: those of all steps, or of the last one alone.</param>
/// <param name="Images">Images trained on.</param>
/// <param name="TrainSeconds">Duration of the steps, those before an interruption included.</param>
public readonly record struct EpochTally(double LossSum, long Correct, long Counted, long Images, double TrainSeconds)
{
    /// <summary>The tally with one more step.</summary>
    internal EpochTally With(StepResult step, long correct, bool lastBatchAlone) => new(
        LossSum + step.Loss,
        lastBatchAlone ? correct : Correct + correct,
        lastBatchAlone ? step.Images : Counted + step.Images,
        Images + step.Images,
        TrainSeconds + step.Seconds);
}
