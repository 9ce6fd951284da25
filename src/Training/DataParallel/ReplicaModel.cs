using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>A rank's copy of the model, and where its gradients lie.</summary>
internal static class ReplicaModel
{
    /// <summary>Builds the plan's model on the CPU, its weights drawn from torch's default generator.</summary>
    public static CifarResNet Create(TrainingPlan plan, int classes, Replicas replicas)
    {
        var model = ModelZoo.Create(
            plan.Model, classes,
            plan.SyncBatchNorm && !replicas.IsAlone ? features => new SyncBatchNorm2d(features, replicas.Statistics) : null,
            plan.Precision, plan.Winograd);
        model.ChannelsLast = plan.ChannelsLast || plan.Winograd;
        return model;
    }

    /// <summary>Memory for the model's gradients; null where there is nobody to share them with.</summary>
    public static IGradientMemory? GradientsOf(CifarResNet model, Replicas replicas, Device device)
    {
        if (replicas.IsAlone)
        {
            return null;
        }

        var count = checked((int)model.parameters().Sum(parameter => parameter.numel()));
        if (device.type == DeviceType.CPU)
        {
            return new HostGradients(replicas.Gradients, count);
        }

        var nccl = NcclLibrary.TryLoad();
        return NcclUse.Obstacle(replicas, nccl is not null, device) is { } obstacle
            ? new StagedGradients(replicas.Gradients, count, device, obstacle)
            : new NcclGradients(nccl!, replicas, count, device);
    }
}
