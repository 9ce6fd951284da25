using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>NVIDIA's collective library, where it is installed; PyTorch's CUDA packages bring it.</summary>
internal sealed unsafe class NcclLibrary
{
    private const string FileName = "libnccl.so.2";
    private const int Success = 0;

    // Of nccl.h: ncclFloat32 and ncclSum.
    private const int Float32 = 7;
    private const int Sum = 0;

    private readonly delegate* unmanaged[Cdecl]<UniqueId*, int> _getUniqueId;
    private readonly delegate* unmanaged[Cdecl]<nint*, int, UniqueId, int, int> _initRank;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, nuint, int, int, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<int, nint> _errorText;

    /// <param name="export">The address of a function of nccl.h by its name.</param>
    internal NcclLibrary(Func<string, nint> export)
    {
        _getUniqueId = (delegate* unmanaged[Cdecl]<UniqueId*, int>)export("ncclGetUniqueId");
        _initRank = (delegate* unmanaged[Cdecl]<nint*, int, UniqueId, int, int>)export("ncclCommInitRank");
        _allReduce = (delegate* unmanaged[Cdecl]<nint, nint, nuint, int, int, nint, nint, int>)export("ncclAllReduce");
        _abort = (delegate* unmanaged[Cdecl]<nint, int>)export("ncclCommAbort");
        _errorText = (delegate* unmanaged[Cdecl]<int, nint>)export("ncclGetErrorString");
    }

    /// <summary>Loads it; null where it is not installed, or is not what its name says.</summary>
    public static NcclLibrary? TryLoad()
    {
        try
        {
            return NativeLibrary.TryLoad(FileName, out var library) ? new NcclLibrary(name => NativeLibrary.GetExport(library, name)) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>An id under which ranks find each other; one rank makes it and gives it to the others.</summary>
    public UniqueId NewId()
    {
        UniqueId id;
        Check(_getUniqueId(&id), "ncclGetUniqueId");
        return id;
    }

    /// <summary>Joins; blocks until all ranks have, and for ever where one of them never does.</summary>
    public nint Join(UniqueId id, int rank, int worldSize)
    {
        nint communicator;
        Check(_initRank(&communicator, worldSize, id, rank), "ncclCommInitRank");
        return communicator;
    }

    /// <summary>Sums numbers on the device in place, on its default stream: what is put on that stream later sees the sums.</summary>
    public void AllReduce(nint numbers, int count, nint communicator) =>
        Check(_allReduce(numbers, numbers, (nuint)count, Float32, Sum, communicator, 0), "ncclAllReduce");

    /// <summary>Ends a communicator, also in the middle of a sum that will not end.</summary>
    public void Abort(nint communicator) => Check(_abort(communicator), "ncclCommAbort");

    private void Check(int result, string call)
    {
        if (result != Success)
        {
            throw new InvalidOperationException($"{call} failed: {Marshal.PtrToStringUTF8(_errorText(result))} ({result}).");
        }
    }

    /// <summary>128 bytes that only NCCL understands.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UniqueId
    {
        private fixed byte _bytes[128];
    }
}
