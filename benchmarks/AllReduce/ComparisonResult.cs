namespace ResNet.Distributed.AllReduce;

/// <summary>What was measured for one world size.</summary>
/// <param name="worldSize">Ranks.</param>
/// <param name="torchVersion">PyTorch's version.</param>
/// <param name="sizes">What was summed.</param>
internal sealed class ComparisonResult(int worldSize, string torchVersion, IReadOnlyList<Sizes> sizes)
{
    public const string Gloo = "Gloo";
    public const string Tcp = "TCP";
    public const string Memory = "shared memory";
    public const string Staged = "shared memory, staged";

    private readonly Dictionary<(string Name, string Size), List<double>> _seconds = [];
    private readonly List<double> _copies = [];

    public int WorldSize => worldSize;

    public string TorchVersion => torchVersion;

    public IReadOnlyList<Sizes> Sizes => sizes;

    /// <summary>Bytes that the machine's memory moves in a second, read and written, with all ranks copying at once.</summary>
    public Spread Copy => Spread.Of(_copies);

    /// <summary>Notes seconds; those of round 0 are not kept.</summary>
    public void Add(string name, Sizes size, int round, double seconds)
    {
        if (round > 0)
        {
            if (!_seconds.TryGetValue((name, size.Name), out var list))
            {
                _seconds.Add((name, size.Name), list = []);
            }

            list.Add(seconds);
        }
    }

    /// <summary>Notes bytes per second; those of round 0 are not kept.</summary>
    public void AddCopy(int round, double bytesPerSecond)
    {
        if (round > 0)
        {
            _copies.Add(bytesPerSecond);
        }
    }

    /// <summary>Seconds of a call.</summary>
    public Spread Of(string name, Sizes size) => Spread.Of(_seconds[(name, size.Name)]);

    /// <summary>How often Gloo's time a call takes: the median of the rounds' ratios.</summary>
    public Spread Ratio(string name, Sizes size) => Spread.Of(
        _seconds[(name, size.Name)].Zip(_seconds[(Gloo, size.Name)], (mine, gloo) => mine / gloo));
}
