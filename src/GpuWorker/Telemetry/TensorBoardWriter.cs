using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.TensorBoard;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>
/// Writes a trial's epochs for <c>tensorboard --logdir runs</c>. The numbers are kept elsewhere too: where the files cannot be written,
/// that is said once, and the training goes on without.
/// </summary>
internal sealed class TensorBoardWriter(string folder, TrialSpec trial, int attempt, TimeProvider time, ILogger logger)
    : ITrainingObserver, IDisposable
{
    private EventFile? _file;
    private bool _failed;

    public void OnStarted(CifarResNet model, RunInfo info) => Try(Open);

    // Epochs that a killed attempt had no time to write; those that are there are left out.
    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress) => Try(() =>
    {
        Open();
        foreach (var epoch in progress.Epochs)
        {
            Write(epoch);
        }
    });

    public void OnEpoch(CifarResNet model, EpochResult epoch) => Try(() => Write(epoch));

    public void Dispose() => _file?.Dispose();

    private void Open() => _file = EventFile.Create(folder, attempt, time);

    private void Write(EpochResult epoch)
    {
        List<(string, double)> scalars =
        [
            ("loss/train", epoch.TrainLoss),
            ("accuracy/train", epoch.TrainAccuracy),
            ("accuracy/test", epoch.TestAccuracy),
            ("lr", trial.Hyperparameters.LearningRate),
            ("images_per_second", epoch.ImagesPerSecond),
        ];
        if (epoch.TestLoss is { } testLoss)
        {
            scalars.Add(("loss/test", testLoss));
        }

        _file!.Write(epoch.Epoch, scalars);
    }

    private void Try(Action write)
    {
        if (_failed)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            Log.TensorBoardNotWritten(logger, trial.Id, folder, failure.Message);
        }
    }
}
