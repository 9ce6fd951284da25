namespace ResNet.Distributed.Contracts.Workers;

/// <summary>A process from which trials' files can be fetched, to whom has the trial's token.</summary>
/// <param name="Name">The worker's name, or the coordinator's.</param>
/// <param name="Address">Base address of its HTTP server.</param>
/// <param name="Folder">Tells its output folder from others; the same for all that share one. Null where it could not be marked.</param>
[GenerateSerializer, Immutable]
public sealed record FileHost([property: Id(0)] string Name, [property: Id(1)] Uri Address, [property: Id(2)] string? Folder)
{
    /// <summary>Whether it has the same output folder as the one of this mark, so that there is nothing to fetch.</summary>
    public bool Shares(string? folder) => Folder is not null && Folder == folder;
}
