using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>The data set in memory, read once, when it is first asked for.</summary>
internal sealed class LoadedData
{
    private readonly Lazy<CifarDataset> _data;
    private readonly Lazy<DataContent> _content;

    /// <param name="run">Says where it is.</param>
    public LoadedData(IOptions<RunOptions> run)
    {
        _data = new(() => CifarReader.Read(run.Value.DataDirectory));
        _content = new(() => new DataContent(Name, DatasetDigest.Of(_data.Value), Path.GetFullPath(run.Value.DataDirectory)));
    }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>.</summary>
    /// <exception cref="CifarDataException">The data cannot be read; so for the other members.</exception>
    public string Name => _data.Value.Name;

    /// <summary>The images by what they are; computed once.</summary>
    public DataContent Content => _content.Value;

    /// <summary>How many classes the labels name.</summary>
    public int Classes => _data.Value.ClassCount;

    /// <summary>Their names, in label order.</summary>
    public IReadOnlyList<string> ClassNames => _data.Value.ClassNames;

    /// <summary>The training images.</summary>
    public ImageSet Train => new(_data.Value.TrainImages, _data.Value.TrainLabels);

    /// <summary>The test images.</summary>
    public ImageSet Test => new(_data.Value.TestImages, _data.Value.TestLabels);
}
