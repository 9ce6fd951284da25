using System.Collections.Immutable;
using System.Globalization;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>How many workers train one trial together: what the key <c>workers_per_trial</c> says.</summary>
/// <param name="Min">With fewer a trial waits; at least 1.</param>
/// <param name="Max">More it does not take; at least <paramref name="Min"/>.</param>
[GenerateSerializer, Immutable]
public readonly record struct WorkerCount([property: Id(0)] int Min, [property: Id(1)] int Max)
{
    /// <summary>The largest number that a file may ask for.</summary>
    public const int Most = 1024;

    /// <summary>One worker, as where the file says nothing.</summary>
    public static WorkerCount One => new(1, 1);

    /// <summary>The world sizes that a trial of this batch size can have, the smallest first: every rank gets as many images of a batch.</summary>
    /// <param name="batchSize">Images per step, of all ranks.</param>
    public ImmutableArray<int> SizesFor(long batchSize)
    {
        var (min, max) = (Min, Max);
        return [.. Enumerable.Range(min, max - min + 1).Where(size => batchSize % size == 0)];
    }

    /// <inheritdoc/>
    public override string ToString() => Min == Max
        ? Min.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{{ min: {Min}, max: {Max} }}");
}
