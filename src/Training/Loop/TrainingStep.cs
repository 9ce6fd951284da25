using System.Diagnostics;
using ResNet.Distributed.Training.Augmentations;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Functions;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Forward, loss, backward, the ranks' gradients, optimizer.</summary>
/// <param name="state">What is moved by a step.</param>
/// <param name="reader">Makes batches of images.</param>
/// <param name="replicas">The ranks.</param>
/// <param name="reducer">Sums their gradients; null where there is one rank.</param>
internal sealed class TrainingStep(TrainingState state, IBatchReader reader, Replicas replicas, GradientReducer? reducer)
{
    /// <summary>Does the step that is next.</summary>
    /// <param name="batch">This rank's images.</param>
    /// <returns>The step, and how many images of all ranks' were recognised before it.</returns>
    public (StepResult Step, long Correct) Run(ReadOnlySpan<int> batch)
    {
        var start = Stopwatch.GetTimestamp();
        using var scope = NewDisposeScope();
        var (inputs, labels) = reader.Read(batch, Augmentation);
        var dataSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        state.Parameters.ZeroGradients();
        var logits = state.Model.call(inputs);
        var loss = nn.functional.cross_entropy(logits, labels, label_smoothing: state.Plan.LabelSmoothing);
        Backward(loss);
        var waited = reducer?.Finish() ?? 0;
        state.Optimizer.LearningRate = state.Plan.Schedule.At(
            state.Plan.LearningRate, state.Optimizer.Step, state.Info.StepsPerEpoch, state.Plan.Epochs);
        state.Optimizer.Apply();

        // Asked for before either is read: a read waits until the GPU has done all that it was asked for.
        var correct = Evaluation.CountCorrect(logits, labels);
        Span<double> sums = [loss.item<float>(), correct.item<long>()];
        replicas.Sum(sums);
        var step = new StepResult(
            state.Progress.Epoch, state.Progress.Step, state.Info.StepsPerEpoch, sums[0] / replicas.WorldSize,
            Stopwatch.GetElapsedTime(start).TotalSeconds, batch.Length * replicas.WorldSize)
        {
            DataSeconds = dataSeconds,
            GradientWaitSeconds = waited,
        };
        return (step, (long)sums[1]);
    }

    private CropFlip? Augmentation => state.Plan.IsAugmented ? new CropFlip(state.Progress.Seed, state.Progress.Epoch) : null;

    // The loss of the whole batch is the mean of the ranks' losses, whose batches are equally large: so is its gradient.
    private void Backward(Tensor loss)
    {
        try
        {
            if (replicas.IsAlone)
            {
                loss.backward();
                return;
            }

            using var share = loss.div(replicas.WorldSize);
            share.backward();
        }
        finally
        {
            // The first cause comes out, and none stays for this thread's next trial, also where autograd failed after it.
            WayBack.ThrowIfFailed();
        }
    }
}
