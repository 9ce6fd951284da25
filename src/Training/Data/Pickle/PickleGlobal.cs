namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>The Python objects that CIFAR-10's files name. They are recognised, never looked up or run.</summary>
internal enum PickleGlobal
{
    Reconstruct,
    NdArray,
    Dtype,
    Encode,
}

internal static class PickleGlobals
{
    public const string Known =
        "numpy.core.multiarray._reconstruct, numpy.ndarray, numpy.dtype or _codecs.encode (nothing else is needed for images)";

    public static PickleGlobal? Find(string module, string name) => (module, name) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => PickleGlobal.Reconstruct,
        ("numpy", "ndarray") => PickleGlobal.NdArray,
        ("numpy", "dtype") => PickleGlobal.Dtype,
        ("_codecs", "encode") => PickleGlobal.Encode,
        _ => null,
    };

    public static string PythonName(this PickleGlobal global) => global switch
    {
        PickleGlobal.Reconstruct => "numpy.core.multiarray._reconstruct",
        PickleGlobal.NdArray => "numpy.ndarray",
        PickleGlobal.Dtype => "numpy.dtype",
        _ => "_codecs.encode",
    };
}
