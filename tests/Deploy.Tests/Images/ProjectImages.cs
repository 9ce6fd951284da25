namespace ResNet.Distributed.Deploy.Tests.Images;

/// <summary>The images of this version, evaluated once.</summary>
public sealed class ProjectImages : IAsyncLifetime
{
    internal ProjectImage Coordinator { get; private set; } = null!;

    internal ProjectImage Worker { get; private set; } = null!;

    internal ProjectImage CudaWorker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Coordinator = await ProjectImage.OfAsync("Coordinator");
        Worker = await ProjectImage.OfAsync("GpuWorker", "-p:Cuda=false");
        CudaWorker = await ProjectImage.OfAsync("GpuWorker", "-p:Cuda=true");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
