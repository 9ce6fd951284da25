using System.Diagnostics;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Devices;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Trains a model, from its initial weights or a checkpoint to its last epoch, or the one after which it is to stop.</summary>
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
    /// <param name="observer">Hears of every step and epoch; what it hears is over all ranks.</param>
    /// <param name="cancellationToken">Looked at before each step and each batch of a test.</param>
    /// <param name="device">Where to train; null: the first CUDA device, or the CPU where there is none.</param>
    /// <param name="checkpoints">
    /// Keeps the run's state and brings it back; null: the run starts from its initial weights, or rank 0's state.
    /// </param>
    /// <param name="replicas">The ranks of which this process is one, each of which runs the same plan; null: it is alone.</param>
    /// <exception cref="ArgumentException">The plan or the images cannot be used; nothing was started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DivergedException">The loss became infinite or not a number, and the recipe stops on that.</exception>
    /// <exception cref="Collectives.CollectiveException">Another rank is gone.</exception>
    public static void Execute(
        TrainingPlan plan, ImageSet train, ImageSet test, int classes, ITrainingObserver observer,
        CancellationToken cancellationToken = default, Device? device = null, ICheckpoints? checkpoints = null, Replicas? replicas = null)
    {
        plan.Validate();
        LibTorch.EnsureLoaded();
        using var alone = replicas is null ? Replicas.Alone() : null;
        replicas ??= alone!;
        try
        {
            Run(plan, train, test, classes, observer, cancellationToken, device, checkpoints, replicas);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The other ranks must not wait for this one.
            replicas.Abort(failure.Message);
            throw;
        }
    }

    private static void Run(
        TrainingPlan plan, ImageSet train, ImageSet test, int classes, ITrainingObserver observer, CancellationToken cancellationToken,
        Device? device, ICheckpoints? checkpoints, Replicas replicas)
    {
        var recipe = plan.Recipe;
        train = train.Take(plan.TrainLimit);
        test = test.Take(plan.TestLimit).Take(recipe.TestImages);
        var stepsPerEpoch = ImageChecks.StepsPerEpoch(plan, train.Count);
        ImageChecks.Check(plan, train, test, classes, stepsPerEpoch);
        ReplicaChecks.Check(plan, replicas);
        device ??= new DeviceChoice(cuda.is_available()).Device;

        // A CPU generator of torch takes the low 32 bits of a seed: a drawn one lies in the range that makes a difference.
        var seed = StateExchange.Seed(plan.Seed ?? Random.Shared.NextInt64(1L << 32), replicas);
        manual_seed(seed);
        Tf32.Allow(plan.Precision == Precision.Tf32);
        using var model = ReplicaModel.Create(plan, recipe.Outputs ?? classes, replicas).to(device);
        using var gradients = ReplicaModel.GradientsOf(model, replicas, device);
        using var parameters = new FlatParameters(model, gradients?.Tensor);
        using var optimizer = plan.Optimizer.Create(parameters, plan.LearningRate);
        using var trainReader = BatchReaders.For(train, device, plan.IsAugmented);
        using var testReader = BatchReaders.For(test, device);
        var info = new RunInfo(
            plan.Model, seed, model.Classes, train.Count, test.Count, stepsPerEpoch, plan.Epochs, device.ToString())
        {
            GradientTransport = gradients?.Transport ?? "none",
            Precision = plan.Precision,
            Images = trainReader.Place,
            WinogradObstacle = plan.Winograd ? WinogradFunction.Obstacle(device.type) : null,
        };
        using var state = new TrainingState(
            plan, model, parameters, optimizer, device, info, new RunProgress(seed, WeightsDigest.OfParameters(model)));
        var resumed = checkpoints?.Restore(state) ?? false;
        StateExchange.All(state, replicas);
        if (resumed)
        {
            observer.OnResumed(model, state.Info, state.Progress);
        }
        else
        {
            observer.OnStarted(model, state.Info);
        }

        using var reducer = gradients is null ? null : new GradientReducer(model, parameters, gradients);
        try
        {
            var step = new TrainingStep(state, trainReader, replicas, reducer);
            Train(state, step, testReader, observer, checkpoints, replicas, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No rank is done before what is to be kept is durable.
            checkpoints?.Stopped(state);
            replicas.Barrier();
            throw;
        }

        checkpoints?.Finished(state);
        replicas.Barrier();
        observer.OnFinished(model);
    }

    /// <summary>
    /// From where the state is to the last epoch that is wanted. The progress is brought up to date before anyone is told, so that the run can go
    /// on from wherever it is cancelled.
    /// </summary>
    private static void Train(
        TrainingState state, TrainingStep step, IBatchReader test, ITrainingObserver observer, ICheckpoints? checkpoints,
        Replicas replicas, CancellationToken cancellationToken)
    {
        var (plan, recipe, info, model, progress) = (state.Plan, state.Plan.Recipe, state.Info, state.Model, state.Progress);
        var sampler = new Sampler(info.TrainImages, recipe.Shuffle, info.Seed, replicas.Rank, replicas.WorldSize);
        var batchSize = plan.BatchSize / replicas.WorldSize;
        var epochs = Math.Min(plan.StopAfter ?? plan.Epochs, plan.Epochs);
        while (progress.Epoch < epochs)
        {
            var shard = sampler.Shard(progress.Epoch);
            model.train();
            while (progress.Step < info.StepsPerEpoch)
            {
                replicas.StopPoint(cancellationToken);
                var start = progress.Step * batchSize;
                var (result, correct) = step.Run(shard.AsSpan(start, Math.Min(batchSize, shard.Length - start)));
                progress.Add(result, correct, recipe.AccuracyOfLastBatch);
                observer.OnStep(result);
                if (recipe.StopOnDivergence && !double.IsFinite(result.Loss))
                {
                    throw new DivergedException(result.Epoch, result.Step, result.Loss);
                }

                checkpoints?.AfterStep(state);
            }

            var testStart = Stopwatch.GetTimestamp();
            replicas.BroadcastBuffers(model);
            model.train(recipe.TestInTrainingMode);
            var tested = Evaluation.Run(model, test, info.TestImages, recipe.TestBatchSize, replicas, cancellationToken);
            var tally = progress.Tally;
            var epoch = new EpochResult(
                progress.Epoch, tally.LossSum / info.StepsPerEpoch, (double)tally.Correct / tally.Counted, tested.Accuracy,
                recipe.TestInTrainingMode ? null : tested.Loss, tally.Images, tally.TrainSeconds,
                Stopwatch.GetElapsedTime(testStart).TotalSeconds);
            progress.Add(epoch);
            observer.OnEpoch(model, epoch);
            checkpoints?.AfterEpoch(state);
        }
    }
}
