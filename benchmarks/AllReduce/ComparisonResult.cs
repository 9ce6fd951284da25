using ResNet.Distributed.Measuring;

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
    private readonly Dictionary<string, List<double>> _copies = [];

    public int WorldSize => worldSize;

    public string TorchVersion => torchVersion;

    public IReadOnlyList<Sizes> Sizes => sizes;

    /// <summary>The sizes that are held against what the memory moves: the model's gradients, and what no cache holds.</summary>
    public IEnumerable<Sizes> LimitSizes => sizes.Where(size => size == AllReduce.Sizes.Gradients || size == sizes[^1]);

    /// <summary>Notes seconds; those of round 0 are not kept.</summary>
    public void Add(string name, Sizes size, int round, double seconds) => Add(_seconds, (name, size.Name), round, seconds);

    /// <summary>Notes bytes per second; those of round 0 are not kept.</summary>
    public void AddCopy(Sizes size, int round, double bytesPerSecond) => Add(_copies, size.Name, round, bytesPerSecond);

    /// <summary>Bytes that the memory moves in a second, read and written, while all ranks copy so much at once.</summary>
    public Spread Copy(Sizes size) => Spread.Of(_copies[size.Name]);

    /// <summary>Seconds of a call.</summary>
    public Spread Of(string name, Sizes size) => Spread.Of(_seconds[(name, size.Name)]);

    /// <summary>How often Gloo's time a call takes: the median of the rounds' ratios.</summary>
    public Spread Ratio(string name, Sizes size) => Spread.Of(
        _seconds[(name, size.Name)].Zip(_seconds[(Gloo, size.Name)], (mine, gloo) => mine / gloo));

    private static void Add<TKey>(Dictionary<TKey, List<double>> lists, TKey key, int round, double value)
        where TKey : notnull
    {
        if (round > 0)
        {
            if (!lists.TryGetValue(key, out var list))
            {
                lists.Add(key, list = []);
            }

            list.Add(value);
        }
    }
}
