using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.DataParallel;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>
/// The functions of nccl.h for ranks that are threads of this process and keep their numbers in its memory: a machine with several GPUs is not at
/// hand. A sum waits for all ranks, until its communicator is aborted, as NCCL's does.
/// </summary>
internal static unsafe class ThreadsNccl
{
    private const int Success = 0;
    private const int InvalidArgument = 4;
    private const int Float32 = 7;
    private const int Sum = 0;

    private static readonly ConcurrentDictionary<string, World> Worlds = new();
    private static readonly ConcurrentDictionary<nint, Communicator> Communicators = new();
    private static long _last;

    /// <summary>Its functions, called as those of the library.</summary>
    public static NcclLibrary Library { get; } = new(name => name switch
    {
        "ncclGetUniqueId" => (nint)(delegate* unmanaged[Cdecl]<NcclLibrary.UniqueId*, int>)&GetUniqueId,
        "ncclCommInitRank" => (nint)(delegate* unmanaged[Cdecl]<nint*, int, NcclLibrary.UniqueId, int, int>)&InitRank,
        "ncclAllReduce" => (nint)(delegate* unmanaged[Cdecl]<nint, nint, nuint, int, int, nint, nint, int>)&AllReduce,
        "ncclCommAbort" => (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Abort,
        "ncclGetErrorString" => (nint)(delegate* unmanaged[Cdecl]<int, nint>)&ErrorString,
        _ => throw new EntryPointNotFoundException(name),
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetUniqueId(NcclLibrary.UniqueId* id)
    {
        Random.Shared.NextBytes(new Span<byte>(id, sizeof(NcclLibrary.UniqueId)));
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int InitRank(nint* communicator, int worldSize, NcclLibrary.UniqueId id, int rank)
    {
        var world = Worlds.GetOrAdd(Convert.ToHexString(new ReadOnlySpan<byte>(&id, sizeof(NcclLibrary.UniqueId))), _ => new World(worldSize));
        if (world.Size != worldSize || rank < 0 || rank >= worldSize)
        {
            return InvalidArgument;
        }

        *communicator = (nint)Interlocked.Increment(ref _last);
        Communicators[*communicator] = new Communicator(world, rank);
        world.Join();
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AllReduce(nint from, nint to, nuint count, int type, int operation, nint communicator, nint stream)
    {
        if (type != Float32 || operation != Sum || !Communicators.TryGetValue(communicator, out var own))
        {
            return InvalidArgument;
        }

        own.World.Sum(own.Rank, new Span<float>((void*)from, (int)count), new Span<float>((void*)to, (int)count));
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Abort(nint communicator)
    {
        if (!Communicators.TryRemove(communicator, out var own))
        {
            return InvalidArgument;
        }

        own.World.Abort();
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ErrorString(int result) => Marshal.StringToCoTaskMemUTF8(result == InvalidArgument ? "invalid argument" : "no error");

    private sealed record Communicator(World World, int Rank);

    private sealed class World(int size)
    {
        private readonly Lock _lock = new();
        private readonly float[]?[] _given = new float[]?[size];
        private int _joined;
        private int _taken;
        private bool _aborted;

        public int Size => size;

        public void Join()
        {
            Interlocked.Increment(ref _joined);
            WaitUntil(() => Volatile.Read(ref _joined) == size);
        }

        public void Sum(int rank, Span<float> from, Span<float> to)
        {
            // The sum before is over for all.
            WaitUntil(() => _given[rank] is null);
            lock (_lock)
            {
                _given[rank] = from.ToArray();
            }

            WaitUntil(() => Array.TrueForAll(_given, given => given is not null));
            lock (_lock)
            {
                if (_aborted)
                {
                    return;
                }

                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = _given.Sum(given => given![i]);
                }

                if (++_taken == size)
                {
                    Array.Clear(_given);
                    _taken = 0;
                }
            }
        }

        public void Abort()
        {
            lock (_lock)
            {
                _aborted = true;
            }
        }

        private void WaitUntil(Func<bool> condition) => SpinWait.SpinUntil(() =>
        {
            lock (_lock)
            {
                return _aborted || condition();
            }
        });
    }
}
