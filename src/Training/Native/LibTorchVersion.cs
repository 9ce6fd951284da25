using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Native;

/// <summary>Which libtorch is loaded: what TorchSharp calls torch's version is that of the one it was built against.</summary>
public static unsafe class LibTorchVersion
{
    private const string FileName = "libtorch_cpu.so";

    // Of libtorch's C interface, since 2.9: major, minor and patch in the three highest bytes.
    private const string Export = "aoti_torch_abi_version";

    /// <summary>Its version, in TorchSharp's four parts, the last of which is 0: <c>2.10.0.0</c>. libtorch is loaded.</summary>
    public static string Loaded
    {
        get
        {
            if (!NativeLibrary.TryLoad(FileName, out var library) || !NativeLibrary.TryGetExport(library, Export, out var function))
            {
                return __version__;
            }

            var packed = ((delegate* unmanaged[Cdecl]<ulong>)function)();
            return $"{packed >> 56}.{(packed >> 48) & 0xff}.{(packed >> 40) & 0xff}.0";
        }
    }
}
