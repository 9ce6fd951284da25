using System.Diagnostics;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Trains a model, from its initial weights to its last epoch.</summary>
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
    /// <exception cref="ArgumentException">The plan or the images cannot be used; nothing was started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DivergedException">The loss became infinite or not a number, and the recipe stops on that.</exception>
    public static void Execute(
        TrainingPlan plan, ImageSet train, ImageSet test, int classes, ITrainingObserver observer,
        CancellationToken cancellationToken = default, Device? device = null)
    {
        plan.Validate();
        LibTorch.EnsureLoaded();
        var recipe = plan.Recipe;
        train = train.Take(plan.TrainLimit);
        test = test.Take(plan.TestLimit).Take(recipe.TestImages);
        var stepsPerEpoch = StepsPerEpoch(plan, train.Count);
        CheckImages(plan, train, test, classes, stepsPerEpoch);
        device ??= cuda.is_available() ? CUDA : CPU;

        // A CPU generator of torch takes the low 32 bits of a seed: a drawn one lies in the range that makes a difference.
        var seed = plan.Seed ?? Random.Shared.NextInt64(1L << 32);
        manual_seed(seed);
        using var model = ModelZoo.Create(plan.Model, recipe.Outputs ?? classes).to(device);
        using var optimizer = optim.Adam(model.parameters(), plan.LearningRate);
        using var lossFunction = nn.CrossEntropyLoss();
        var sampler = new Sampler(train.Count, recipe.Shuffle, seed);
        var trainReader = new BatchReader(train, device);
        var testReader = new BatchReader(test, device);
        observer.OnStarted(model, new RunInfo(
            plan.Model, seed, model.Classes, train.Count, test.Count, stepsPerEpoch, plan.Epochs, device.ToString()));

        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            var order = sampler.Order(epoch);
            var (lossSum, correct, counted, images) = (0.0, 0L, 0L, 0L);
            var epochStart = Stopwatch.GetTimestamp();
            model.train();
            for (var step = 0; step < stepsPerEpoch; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stepStart = Stopwatch.GetTimestamp();
                var start = step * plan.BatchSize;
                var batch = order.AsSpan(start, Math.Min(plan.BatchSize, order.Length - start));
                var (loss, hits) = Step(model, optimizer, lossFunction, trainReader, batch);
                lossSum += loss;
                images += batch.Length;
                (correct, counted) = recipe.AccuracyOfLastBatch ? (hits, batch.Length) : (correct + hits, counted + batch.Length);
                observer.OnStep(new StepResult(epoch, step, stepsPerEpoch, loss, SecondsSince(stepStart), batch.Length));
                if (recipe.StopOnDivergence && !double.IsFinite(loss))
                {
                    throw new DivergedException(epoch, step, loss);
                }
            }

            var trainSeconds = SecondsSince(epochStart);
            var testStart = Stopwatch.GetTimestamp();
            model.train(recipe.TestInTrainingMode);
            var tested = Evaluation.Run(model, testReader, test.Count, recipe.TestBatchSize, cancellationToken);
            observer.OnEpoch(model, new EpochResult(
                epoch, lossSum / stepsPerEpoch, (double)correct / counted, tested.Accuracy,
                recipe.TestInTrainingMode ? null : tested.Loss, images, trainSeconds, SecondsSince(testStart)));
        }

        observer.OnFinished(model);
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

    private static int StepsPerEpoch(TrainingPlan plan, int images)
    {
        var full = images / plan.BatchSize;
        return plan.Recipe.DropLastBatch || images % plan.BatchSize == 0 ? full : full + 1;
    }

    private static void CheckImages(TrainingPlan plan, ImageSet train, ImageSet test, int classes, int stepsPerEpoch)
    {
        if (stepsPerEpoch == 0)
        {
            var least = plan.Recipe.DropLastBatch ? $"a full batch of {plan.BatchSize}" : "one";
            throw new ArgumentException($"There are {train.Count} training images; expected {least} or more.", nameof(train));
        }

        if (test.Count == 0)
        {
            throw new ArgumentException("There are no test images; expected one or more.", nameof(test));
        }

        CheckLabels(train, "training", classes);
        CheckLabels(test, "test", classes);
    }

    private static void CheckLabels(ImageSet images, string what, int classes)
    {
        var index = images.Labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)Math.Clamp(classes - 1, 0, 255));
        if (index >= 0)
        {
            var label = images.Labels.Span[index];
            throw new ArgumentException(
                $"The label of {what} image {index} is {label}; expected less than {classes}, the number of classes.");
        }
    }

    private static double SecondsSince(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalSeconds;
}
