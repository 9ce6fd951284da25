using System.Globalization;
using System.Text.Json;

namespace ResNet.Distributed.AllReduce;

/// <summary>The processes of one group, which wait without using the processor while another group is measured.</summary>
internal sealed class RankGroup : IDisposable
{
    private readonly RankProcess[] _ranks;

    private RankGroup(RankProcess[] ranks) => _ranks = ranks;

    /// <summary>Starts ranks of ours.</summary>
    public static async Task<RankGroup> StartOursAsync(int worldSize, string transport, int maxCount, CancellationToken cancellation)
    {
        var ranks = Enumerable.Range(0, worldSize)
            .Select(rank => new RankProcess(Environment.ProcessPath!, ["rank", $"{rank}", $"{worldSize}", transport, $"{maxCount}"]))
            .ToArray();
        var group = new RankGroup(ranks);
        var endpoints = await group.ReadAsync(cancellation);
        group.Write(JsonSerializer.Serialize(endpoints));
        await group.ReadAsync(cancellation);
        return group;
    }

    /// <summary>Starts ranks of PyTorch's Gloo.</summary>
    /// <returns>The group, and PyTorch's version.</returns>
    public static async Task<(RankGroup Group, string Version)> StartGlooAsync(
        int worldSize, int maxCount, string store, CancellationToken cancellation)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "gloo.py");
        var ranks = Enumerable.Range(0, worldSize)
            .Select(rank => new RankProcess("/usr/bin/python3", [script, $"{rank}", $"{worldSize}", store, $"{maxCount}"]))
            .ToArray();
        var group = new RankGroup(ranks);
        return (group, (await group.ReadAsync(cancellation))[0].Split(' ')[1]);
    }

    /// <summary>Lets all ranks do something so many times.</summary>
    /// <returns>The slowest rank's seconds for one time.</returns>
    public async Task<double> RunAsync(string what, long size, int repeats, CancellationToken cancellation)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"{what} {size} {repeats}"));
        return (await ReadAsync(cancellation)).Max(line => double.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the processes.</summary>
    public void Dispose()
    {
        foreach (var rank in _ranks)
        {
            rank.Dispose();
        }
    }

    private void Write(string line)
    {
        foreach (var rank in _ranks)
        {
            rank.Write(line);
        }
    }

    private Task<string[]> ReadAsync(CancellationToken cancellation) => Task.WhenAll(_ranks.Select(rank => rank.ReadAsync(cancellation)));
}
