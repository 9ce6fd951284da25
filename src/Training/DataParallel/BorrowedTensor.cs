using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Tensors over memory that is someone else's. TorchSharp offers them for managed arrays alone; its native half knows no such limit.</summary>
internal static unsafe class BorrowedTensor
{
    private const sbyte Float32 = (sbyte)ScalarType.Float32;

    private static readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, void>, long*, int, sbyte, sbyte, int, int, byte, nint> New =
        (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, void>, long*, int, sbyte, sbyte, int, int, byte, nint>)
        LibTorch.Export("THSTensor_new");

    /// <summary>A float32 tensor of shape (count) on the CPU. The memory must outlive every tensor that is made of it.</summary>
    public static Tensor Of(nint memory, long count)
    {
        var handle = New(memory, &LeaveIt, &count, 1, Float32, Float32, (int)DeviceType.CPU, -1, 0);
        return handle != 0
            ? Tensor.UnsafeCreateTensor(handle)
            : throw new InvalidOperationException($"No tensor could be made of {count} numbers at 0x{memory:x}.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void LeaveIt(nint memory)
    {
    }
}
