using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Exchange;

/// <summary>Brings what a trial needs of other folders into this process' own.</summary>
/// <param name="client">Fetches.</param>
/// <param name="trial">The trial.</param>
/// <param name="access">Who may have its files.</param>
/// <param name="attempt">The attempt for which they are wanted.</param>
/// <param name="folder">The trial's folder here.</param>
/// <param name="warn">Hears why something could not be fetched: a sentence for people.</param>
public sealed class TrialFetch(
    TrialFileClient client, TrialId trial, TrialFileAccess access, int attempt, string folder, Action<string> warn)
{
    private (FileHost Host, IReadOnlyList<TrialFile> Files)[]? _found;

    /// <summary>
    /// Fetches the newest checkpoint that any host has, where it is newer than all that are here; when that fails, the next one.
    /// </summary>
    /// <param name="stop">Ends it.</param>
    /// <param name="after">Only those of later attempts than this one are wanted.</param>
    /// <returns>Who it came from; null where nothing had to be fetched, or could be.</returns>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public Task<FileHost?> NewestCheckpointAsync(CancellationToken stop, int after = 0) =>
        FirstAsync(names => TrialFile.NewestFirst(names, attempt, after), stop);

    /// <summary>Fetches a checkpoint of an epoch's very beginning, where none is here.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Who it came from; null where nothing had to be fetched, or could be.</returns>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public Task<FileHost?> CheckpointAtStartOfAsync(int epoch, CancellationToken stop) =>
        FirstAsync(names => TrialFile.AtStartOf(names, epoch), stop);

    private async Task<FileHost?> FirstAsync(Func<IEnumerable<string>, IEnumerable<string>> inOrder, CancellationToken stop)
    {
        var own = TrialFile.List(folder).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var found = await FindAsync(stop);
        var all = own.Concat(found.SelectMany(host => host.Files).Select(file => file.Name)).Distinct(StringComparer.Ordinal);
        foreach (var name in inOrder(all).TakeWhile(name => !own.Contains(name)))
        {
            if (await FetchAsync(name, stop) is { } host)
            {
                return host;
            }
        }

        return null;
    }

    /// <summary>Fetches a file that is not here, from whoever has it.</summary>
    /// <returns>Whether it is here now.</returns>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public async Task<bool> BringAsync(string name, CancellationToken stop) =>
        File.Exists(Path.Combine(folder, TrialFile.Folder, name)) || await FetchAsync(name, stop) is not null;

    private async Task<FileHost?> FetchAsync(string name, CancellationToken stop)
    {
        foreach (var (host, _) in (await FindAsync(stop)).Where(host => host.Files.Any(file => file.Name == name)))
        {
            try
            {
                TrialToken.Write(folder, access.Token);
                await client.FetchAsync(host, trial, access.Token, name, attempt, folder, stop);
                return host;
            }
            catch (FetchException failure)
            {
                warn(failure.Message);
            }
        }

        return null;
    }

    private async Task<(FileHost Host, IReadOnlyList<TrialFile> Files)[]> FindAsync(CancellationToken stop) =>
        _found ??= await Task.WhenAll(access.Hosts.Select(async host => (host, await client.ListAsync(host, trial, access.Token, stop))));
}
