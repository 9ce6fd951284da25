namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// Sums, copies and barriers over the ranks of one attempt. One thread at a time; <see cref="Abort"/> from any thread.
/// </summary>
/// <remarks>
/// <para>
/// All ranks make the same calls with the same lengths in the same order. A rank that does otherwise, leaves, dies or stops ends
/// the group: every rank's pending and later calls throw a <see cref="CollectiveException"/>, and a new attempt has to form a new
/// group.
/// </para>
/// <para>
/// <b>Order of the sum.</b> An all-reduce of n values over k ranks cuts them into k parts of ceil(n / 16k) · 16 values each, of
/// which the last ones may be shorter or empty. A value of part p is ((x[p] + x[p+1]) + x[p+2]) + … + x[p+k-1], where x[r] is
/// rank r mod k's value, rounded to the type after each addition. This holds for every transport, so results are the same to the
/// bit (but for the payload of a NaN) whatever carries them; they depend on n and k and on nothing else.
/// </para>
/// </remarks>
public interface ICollective : IDisposable
{
    /// <summary>This process's place in the group, 0 to <see cref="WorldSize"/> - 1.</summary>
    int Rank { get; }

    /// <summary>How many ranks there are, at least 1.</summary>
    int WorldSize { get; }

    /// <summary>What carries the data: "shared memory", "tcp", or "none" in a world of 1.</summary>
    string Transport { get; }

    /// <summary>
    /// Cancelled once the group cannot be used any more: a peer is lost, a rank has aborted, the ranks' calls do not match. A
    /// peer's orderly goodbye cancels it only when this rank is in a call, or makes one, that the peer takes no part in.
    /// </summary>
    CancellationToken Broken { get; }

    /// <summary>
    /// Page-aligned zeroed native memory, where the transport is shared memory in a place that the peers map, so that
    /// <see cref="AllReduce(Span{float})"/> of it, or of a slice of it, needs no copy. All ranks make the same calls with the
    /// same counts. The buffer lives until it is disposed, also beyond the group; after a call has thrown, its contents are
    /// undefined.
    /// </summary>
    /// <param name="count">Floats, at least 1.</param>
    /// <exception cref="CollectiveException">The group is broken, or the ranks' calls do not match.</exception>
    CollectiveBuffer<float> Allocate(int count);

    /// <summary>Replaces each value by its sum over the ranks, the same to the bit on every rank and in every run.</summary>
    /// <exception cref="CollectiveException">
    /// The group is broken, or the ranks' calls do not match; the values are undefined.
    /// </exception>
    void AllReduce(Span<float> values);

    /// <inheritdoc cref="AllReduce(Span{float})"/>
    void AllReduce(Span<double> values);

    /// <summary>Replaces every rank's bytes by those of <paramref name="root"/>.</summary>
    /// <param name="bytes">The same length on every rank.</param>
    /// <param name="root">A rank.</param>
    /// <exception cref="CollectiveException">
    /// The group is broken, or the ranks' calls do not match; the bytes are undefined.
    /// </exception>
    void Broadcast(Span<byte> bytes, int root);

    /// <summary>Returns once all ranks have called it.</summary>
    /// <exception cref="CollectiveException">The group is broken, or the ranks' calls do not match.</exception>
    void Barrier();

    /// <summary>
    /// This rank leaves for a reason that the peers must know: its pending and later calls throw, and theirs throw within
    /// moments, naming this rank and the reason. Without effect where the group is broken already.
    /// </summary>
    /// <param name="reason">For people; at most 500 bytes of it travel.</param>
    void Abort(string reason);
}
