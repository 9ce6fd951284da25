using Microsoft.Extensions.Options;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>The data set in memory, read once, when it is first asked for.</summary>
internal sealed class LoadedData(IOptions<RunOptions> run)
{
    private readonly Lazy<CifarDataset> _data = new(() => CifarReader.Read(run.Value.DataDirectory));

    /// <summary><c>cifar-10</c> or <c>synthetic</c>.</summary>
    /// <exception cref="CifarDataException">The data cannot be read; so for the other members.</exception>
    public string Name => _data.Value.Name;

    /// <summary>How many classes the labels name.</summary>
    public int Classes => _data.Value.ClassCount;

    /// <summary>The training images.</summary>
    public ImageSet Train => new(_data.Value.TrainImages, _data.Value.TrainLabels);

    /// <summary>The test images.</summary>
    public ImageSet Test => new(_data.Value.TestImages, _data.Value.TestLabels);
}
