using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Native;

/// <summary>Functions of TorchScript over tensors: a way to operations of libtorch that TorchSharp does not offer. Any thread may call them.</summary>
/// <remarks>
/// TorchSharp compiles scripts too, but its calls give memory back as of another size than it was (new[] and delete), which destroys the heap of an
/// allocator that believes it, as jemalloc does. Here a call's memory is on the stack.
/// </remarks>
internal sealed unsafe class TorchScript
{
    private const int Most = 8;

    // As TorchSharp's native half numbers what a call gives.
    private const sbyte ListOfTensors = 3;

    private static readonly delegate* unmanaged[Cdecl]<byte*, nint> Compile = (delegate* unmanaged[Cdecl]<byte*, nint>)LibTorch.Export("THSJIT_compile");

    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, Value*, int, delegate* unmanaged[Cdecl]<int, nint, Value*>, sbyte*, int, void> Invoke =
        (delegate* unmanaged[Cdecl]<nint, byte*, Value*, int, delegate* unmanaged[Cdecl]<int, nint, Value*>, sbyte*, int, void>)
        LibTorch.Export("THSJIT_CompilationUnit_Invoke");

    [ThreadStatic]
    private static Value* _results;

    private readonly nint _unit;

    /// <param name="text">The functions, each of which takes tensors and gives a list of tensors. They stay for as long as the process.</param>
    /// <exception cref="ExternalException">They are none: torch's words.</exception>
    public TorchScript(string text)
    {
        // Its parser wants a last line that ends.
        fixed (byte* first = Utf8(text + "\n"))
        {
            _unit = Compile(first);
        }

        CheckForErrors();
    }

    /// <summary>Calls a function.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="arguments">At most eight.</param>
    /// <returns>What it gives, at most eight, of the present dispose scope.</returns>
    /// <exception cref="ExternalException">It fails: torch's words.</exception>
    public Tensor[] Call(string function, params ReadOnlySpan<Tensor> arguments)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arguments.Length, Most);
        Span<Value> values = stackalloc Value[Most];
        Span<Value> results = stackalloc Value[Most];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i].Handle = arguments[i].Handle;
        }

        sbyte kind;
        fixed (byte* name = Utf8(function))
        fixed (Value* firstValue = values, firstResult = results)
        {
            _results = firstResult;
            Invoke(_unit, name, firstValue, arguments.Length, &Allocate, &kind, 0);
            _results = null;
        }

        foreach (var argument in arguments)
        {
            // Its finalizer would take the memory behind the handle.
            GC.KeepAlive(argument);
        }

        CheckForErrors();
        return kind == ListOfTensors
            ? [.. results.ToArray().TakeWhile(result => result.Handle != 0).Select(result => Tensor.UnsafeCreateTensor(result.Handle))]
            : throw new InvalidOperationException($"The script's function {function} gives something of kind {kind}; expected a list of tensors.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Value* Allocate(int index, nint length) => index == 0 && length <= Most ? _results : null;

    private static byte[] Utf8(string text) => [.. System.Text.Encoding.UTF8.GetBytes(text), 0];

    // TorchSharp's TensorOrScalar; of kind 0, a tensor, where it is an argument.
    [StructLayout(LayoutKind.Sequential)]
    private struct Value
    {
        public long Kind;
        public long Place;
        public nint Handle;
    }
}
