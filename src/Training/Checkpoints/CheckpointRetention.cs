namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Which checkpoints of a run are kept.</summary>
internal static class CheckpointRetention
{
    /// <summary>The newest, and one more in case the newest gets damaged.</summary>
    private const int Kept = 2;

    /// <summary>
    /// Those that can be deleted: all but the newest, and none of a later attempt, because a process that was replaced by one does no harm here.
    /// </summary>
    /// <param name="names">All that are there.</param>
    /// <param name="attempt">The attempt that works there.</param>
    /// <param name="keptEpoch">The checkpoint of this epoch's very beginning is kept beside the newest; null: none.</param>
    public static IEnumerable<CheckpointName> Surplus(IEnumerable<CheckpointName> names, int attempt, int? keptEpoch) => names
        .OrderDescending()
        .Skip(Kept)
        .Where(name => name.Attempt <= attempt && !(keptEpoch is { } epoch && name.IsStartOf(epoch)));
}
