using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// What was added to the stored states of trials since they were written whole, attempt by attempt, under the revisions that the trials had by then.
/// A revision is given once: of two activations of a trial one alone can go on from any state.
/// </summary>
internal interface IReportLog
{
    /// <summary>All of an attempt's entries, by revision.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its attempt's number.</param>
    Task<ImmutableSortedDictionary<long, ReadOnlyMemory<byte>>> ReadAsync(GrainId trial, int attempt);

    /// <summary>Adds entries, none of which replaces another one. They are durable when this has ended.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its attempt's number.</param>
    /// <param name="entries">Them, by revision.</param>
    /// <returns>False where one of the revisions was given before: those entries are not added.</returns>
    Task<bool> TryAddAsync(GrainId trial, int attempt, IReadOnlyList<KeyValuePair<long, ReadOnlyMemory<byte>>> entries);

    /// <summary>
    /// Forgets an attempt that is over, some time from now: until then, an activation that does not know so can add nothing either.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">The attempt's number.</param>
    void Forget(GrainId trial, int attempt);
}
