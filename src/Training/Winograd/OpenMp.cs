using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Native;
using TorchSharp;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// Work on the threads with which libtorch computes. Threads of our own would compete with them: OpenMP's wait for their next work without sleeping.
/// </summary>
internal static unsafe class OpenMp
{
    private static readonly delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void> Parallel = Find();

    /// <summary>Whether libtorch computes with an OpenMP that can be called (GCC's interface, which LLVM's has too).</summary>
    public static bool IsThere => Parallel != null;

    /// <summary>Torch's threads.</summary>
    public static int Threads => torch.get_num_threads();

    /// <summary>
    /// Calls <paramref name="body"/> once for each number from 0 to <paramref name="count"/> - 1, on as many threads as torch has, in no order;
    /// returns when all are done.
    /// </summary>
    /// <param name="count">How many; 0 or more.</param>
    /// <param name="body">Must not call torch.</param>
    public static void For(int count, Action<int> body)
    {
        var job = new Job(count, body);
        if (Math.Min(count, Threads) > 1)
        {
            // All of them, as torch itself does it: OpenMP ends the threads that a smaller team leaves, and would have to begin them anew for the next.
            var handle = GCHandle.Alloc(job);
            Parallel(&Work, GCHandle.ToIntPtr(handle), (uint)Threads, 0);
            handle.Free();
        }
        else
        {
            job.Run();
        }

        job.ThrowIfFailed();
    }

    private static delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void> Find()
    {
        LibTorch.EnsureLoaded();
        // The search of a library's symbols goes on to the libraries that it needs.
        return OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libtorch_cpu.so", typeof(torch).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var address)
            ? (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void>)address
            : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Work(nint job) => ((Job)GCHandle.FromIntPtr(job).Target!).Run();

    private sealed class Job(int count, Action<int> body)
    {
        private int _next = -1;
        private ExceptionDispatchInfo? _error;

        public void Run()
        {
            try
            {
                for (int i; (i = Interlocked.Increment(ref _next)) < count;)
                {
                    body(i);
                }
            }
            catch (Exception error)
            {
                // It must not reach native frames: it is thrown where the work was ordered.
                Volatile.Write(ref _error, ExceptionDispatchInfo.Capture(error));
            }
        }

        public void ThrowIfFailed() => _error?.Throw();
    }
}
