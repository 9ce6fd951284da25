using System.Diagnostics;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Trains a model, from its initial weights or a checkpoint to its last epoch.</summary>
public static class TrainingRun
{
    /// <summary>
    /// Runs a plan on the calling thread. torch's default generator is reseeded: one run at a time in a process. The number of
    /// threads is torch's own.
    /// </summary>
    /// <param name="plan">What to train.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images.</param>
    /// <param name="classes">Classes of the data; every label is below it.</param>
    /// <param name="observer">Hears of every step and epoch.</param>
    /// <param name="cancellationToken">Looked at before each step and each batch of a test.</param>
    /// <param name="device">Where to train; null: the first CUDA device, or the CPU where there is none.</param>
    /// <param name="checkpoints">Keeps the run's state and brings it back; null: the run starts from its initial weights.</param>
    /// <exception cref="ArgumentException">The plan or the images cannot be used; nothing was started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DivergedException">The loss became infinite or not a number, and the recipe stops on that.</exception>
    public static void Execute(
        TrainingPlan plan, ImageSet train, ImageSet test, int classes, ITrainingObserver observer,
        CancellationToken cancellationToken = default, Device? device = null, ICheckpoints? checkpoints = null)
    {
        plan.Validate();
        LibTorch.EnsureLoaded();
        var recipe = plan.Recipe;
        train = train.Take(plan.TrainLimit);
        test = test.Take(plan.TestLimit).Take(recipe.TestImages);
        var stepsPerEpoch = ImageChecks.StepsPerEpoch(plan, train.Count);
        ImageChecks.Check(plan, train, test, classes, stepsPerEpoch);
        device ??= cuda.is_available() ? CUDA : CPU;

        // A CPU generator of torch takes the low 32 bits of a seed: a drawn one lies in the range that makes a difference.
        var seed = plan.Seed ?? Random.Shared.NextInt64(1L << 32);
        manual_seed(seed);
        using var model = ModelZoo.Create(plan.Model, recipe.Outputs ?? classes).to(device);
        using var optimizer = optim.Adam(model.parameters(), plan.LearningRate);
        var info = new RunInfo(
            plan.Model, seed, model.Classes, train.Count, test.Count, stepsPerEpoch, plan.Epochs, device.ToString());
        var state = new TrainingState(
            plan, model, optimizer, device, info, new RunProgress(seed, WeightsDigest.OfParameters(model)));
        if (checkpoints?.Restore(state) ?? false)
        {
            observer.OnResumed(model, state.Info, state.Progress);
        }
        else
        {
            observer.OnStarted(model, state.Info);
        }

        try
        {
            Train(state, new BatchReader(train, device), new BatchReader(test, device), observer, checkpoints, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            checkpoints?.Stopped(state);
            throw;
        }

        checkpoints?.Finished(state);
        observer.OnFinished(model);
    }

    /// <summary>
    /// From where the state is to the last epoch. The progress is brought up to date before anyone is told, so that the run can go
    /// on from wherever it is cancelled.
    /// </summary>
    private static void Train(
        TrainingState state, BatchReader train, BatchReader test, ITrainingObserver observer, ICheckpoints? checkpoints,
        CancellationToken cancellationToken)
    {
        var (plan, recipe, info, model, progress) = (state.Plan, state.Plan.Recipe, state.Info, state.Model, state.Progress);
        using var lossFunction = nn.CrossEntropyLoss();
        var sampler = new Sampler(info.TrainImages, recipe.Shuffle, info.Seed);
        while (progress.Epoch < plan.Epochs)
        {
            var order = sampler.Order(progress.Epoch);
            model.train();
            while (progress.Step < info.StepsPerEpoch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stepStart = Stopwatch.GetTimestamp();
                var start = progress.Step * plan.BatchSize;
                var batch = order.AsSpan(start, Math.Min(plan.BatchSize, order.Length - start));
                var (loss, correct) = Step(model, state.Optimizer, lossFunction, train, batch);
                var step = new StepResult(
                    progress.Epoch, progress.Step, info.StepsPerEpoch, loss, SecondsSince(stepStart), batch.Length);
                progress.Add(step, correct, recipe.AccuracyOfLastBatch);
                observer.OnStep(step);
                if (recipe.StopOnDivergence && !double.IsFinite(loss))
                {
                    throw new DivergedException(step.Epoch, step.Step, loss);
                }

                checkpoints?.AfterStep(state);
            }

            var testStart = Stopwatch.GetTimestamp();
            model.train(recipe.TestInTrainingMode);
            var tested = Evaluation.Run(model, test, info.TestImages, recipe.TestBatchSize, cancellationToken);
            var tally = progress.Tally;
            var epoch = new EpochResult(
                progress.Epoch, tally.LossSum / info.StepsPerEpoch, (double)tally.Correct / tally.Counted, tested.Accuracy,
                recipe.TestInTrainingMode ? null : tested.Loss, tally.Images, tally.TrainSeconds, SecondsSince(testStart));
            progress.Add(epoch);
            observer.OnEpoch(model, epoch);
            checkpoints?.AfterEpoch(state);
        }
    }

    /// <summary>Forward, loss, backward, Adam.</summary>
    private static (double Loss, long Correct) Step(
        CifarResNet model, optim.Optimizer optimizer, CrossEntropyLoss lossFunction, BatchReader reader, ReadOnlySpan<int> batch)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = reader.Read(batch);
        var logits = model.call(inputs);
        var loss = lossFunction.call(logits, labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return (loss.item<float>(), Evaluation.CountCorrect(logits, labels));
    }

    private static double SecondsSince(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalSeconds;
}
