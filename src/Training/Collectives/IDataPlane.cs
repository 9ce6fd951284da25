using System.Numerics;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// What carries a group's values. One thread at a time calls it, with addresses that stay where they are; where a call cannot be
/// ended in good order, it breaks the group and throws.
/// </summary>
internal unsafe interface IDataPlane : IDisposable
{
    /// <summary>"shared memory" or "tcp".</summary>
    string Name { get; }

    /// <summary>Sums values over the ranks, in place.</summary>
    /// <param name="call">The call's number, the same on all ranks.</param>
    /// <param name="kind">What tells the types apart.</param>
    /// <param name="values">The first value.</param>
    /// <param name="count">How many there are, 0 included.</param>
    void AllReduce<T>(long call, FrameKind kind, T* values, long count)
        where T : unmanaged, INumber<T>;

    /// <summary>Copies the root's bytes to all ranks.</summary>
    void Broadcast(long call, byte* bytes, long count, int root);

    /// <summary>Returns once all ranks are here.</summary>
    void Barrier(long call);

    /// <summary>Zeroed memory that all ranks take at once.</summary>
    NativeBlock Allocate(long call, long bytes);

    /// <summary>Ends a call that waits, since the group is broken. For any thread; it neither blocks nor throws.</summary>
    void Wake();
}
