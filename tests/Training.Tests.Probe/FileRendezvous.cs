using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>Ranks of one machine that find each other by files.</summary>
internal sealed class FileRendezvous(string folder, int attempt, int worldSize) : IRendezvous
{
    public async Task<IReadOnlyList<string>> ExchangeAsync(
        string channel, int rank, string endpoint, CancellationToken cancellationToken)
    {
        var temporary = FileOf(channel, rank) + ".tmp";
        await File.WriteAllTextAsync(temporary, endpoint, cancellationToken);
        File.Move(temporary, FileOf(channel, rank), overwrite: true);
        var files = Enumerable.Range(0, worldSize).Select(other => FileOf(channel, other)).ToArray();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!files.All(File.Exists))
        {
            await look.WaitForNextTickAsync(cancellationToken);
        }

        return [.. files.Select(File.ReadAllText)];
    }

    private string FileOf(string channel, int rank) => Path.Combine(folder, $"{channel}.{attempt}.{rank}");
}
