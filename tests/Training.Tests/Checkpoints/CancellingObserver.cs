using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>Cancels a run in the middle of a step or a test: when the model was called this many times.</summary>
internal sealed class CancellingObserver(int forwards, CancellationTokenSource cancellation) : ITrainingObserver
{
    public void OnStarted(CifarResNet model, RunInfo info) => model.register_forward_hook((_, _, output) =>
    {
        if (--forwards == 0)
        {
            cancellation.Cancel();
        }

        return output;
    });
}
