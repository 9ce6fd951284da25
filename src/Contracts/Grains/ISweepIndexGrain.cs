using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>The names of all sweeps, in the order of their submission. There is one: key <see cref="Key"/>.</summary>
[Alias("resnet.sweep-index")]
public interface ISweepIndexGrain : IGrainWithStringKey
{
    /// <summary>The one index's key.</summary>
    const string Key = "sweeps";

    /// <summary>Adds a sweep that has something to do, or says that one that is there has something to do again.</summary>
    [Alias("open")]
    Task OpenAsync(string sweep);

    /// <summary>A sweep is over.</summary>
    [Alias("close")]
    Task CloseAsync(string sweep);

    /// <summary>The names of the sweeps that are not over.</summary>
    [Alias("list-open")]
    Task<ImmutableArray<string>> ListOpenAsync();

    /// <summary>All names.</summary>
    [Alias("list")]
    Task<ImmutableArray<string>> ListAsync();
}
