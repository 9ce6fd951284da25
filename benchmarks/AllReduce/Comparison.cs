namespace ResNet.Distributed.AllReduce;

/// <summary>Measures all transports beside Gloo, by turns, so that what the machine does meanwhile hits all of them.</summary>
/// <param name="worldSize">Ranks.</param>
/// <param name="rounds">Rounds.</param>
/// <param name="quick">Whether only the model's gradients are summed.</param>
internal sealed class Comparison(int worldSize, int rounds, bool quick)
{
    private readonly IReadOnlyList<Sizes> _sizes = quick ? [Sizes.Gradients] : Sizes.All;

    /// <summary>Measures.</summary>
    /// <param name="note">Hears how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ComparisonResult> RunAsync(Action<string> note, CancellationToken cancellation)
    {
        var maxCount = _sizes.Max(size => size.Count);
        var folder = Directory.CreateTempSubdirectory("resnet-all-reduce-");
        try
        {
            using var tcp = await RankGroup.StartOursAsync(worldSize, "Tcp", maxCount, cancellation);
            using var memory = await RankGroup.StartOursAsync(worldSize, "SharedMemory", maxCount, cancellation);
            var (gloo, version) = await RankGroup.StartGlooAsync(
                worldSize, maxCount, Path.Combine(folder.FullName, "store"), cancellation);
            using var _ = gloo;
            var result = new ComparisonResult(worldSize, version, _sizes);
            (string Name, RankGroup Group, string What)[] candidates =
            [
                (ComparisonResult.Gloo, gloo, "sum"),
                (ComparisonResult.Tcp, tcp, "sum"),
                (ComparisonResult.Memory, memory, "sum"),
                (ComparisonResult.Staged, memory, "sum-other"),
            ];
            // The first round warms up, and does not count.
            for (var round = 0; round <= rounds; round++)
            {
                note($"{worldSize} ranks, round {round} of {rounds}");
                foreach (var size in _sizes)
                {
                    // Whoever comes after a long one starts with cold caches: everybody in turn.
                    for (var turn = 0; turn < candidates.Length; turn++)
                    {
                        var (name, group, what) = candidates[(turn + round) % candidates.Length];
                        var seconds = await group.RunAsync(what, size.Count, size.Repeats, cancellation);
                        result.Add(name, size, round, seconds);
                    }
                }

                foreach (var size in result.LimitSizes)
                {
                    var seconds = await memory.RunAsync("copy", size.Count, size.Repeats, cancellation);
                    result.AddCopy(size, round, 2.0 * sizeof(float) * size.Count * worldSize / seconds);
                }
            }

            return result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
