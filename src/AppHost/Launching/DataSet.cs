namespace ResNet.Distributed.AppHost.Launching;

/// <summary>The data set that the workers will read, as <c>GpuWorker data</c> found, fetched or made it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind"><c>Given</c>, <c>Folder</c>, <c>Downloaded</c> or <c>Synthetic</c>.</param>
/// <param name="Name"><c>cifar-10</c> or <c>synthetic</c>.</param>
/// <param name="Detail">For people.</param>
internal sealed record DataSet(string Path, string Kind, string Name, string Detail)
{
    /// <summary>Whether the images are made up.</summary>
    public bool IsSynthetic => Name == "synthetic";
}
