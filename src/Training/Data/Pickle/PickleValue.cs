namespace ResNet.Distributed.Training.Data.Pickle;

internal enum PickleKind : byte
{
    None,
    Bool,
    Int,

    /// <summary>Python 2's str or Python 3's bytes: a <see cref="string"/> of Latin-1 or a <see cref="PicklePayload"/>.</summary>
    Bytes,

    /// <summary>Text: a <see cref="string"/> or a <see cref="PicklePayload"/>.</summary>
    Text,
    Tuple,
    List,
    Dictionary,
    Global,
    Dtype,
    Array,
}

/// <summary>One value of a pickle, with the place in the file where it begins. Numbers stay unboxed.</summary>
internal readonly record struct PickleValue(PickleKind Kind, int Offset, int Number = 0, object? Object = null)
{
    /// <summary>The value as text, if it is a short string of either kind.</summary>
    public string? AsString() => Kind is PickleKind.Bytes or PickleKind.Text ? Object as string : null;

    /// <summary>The value as a flag: Python 2 wrote some of them as numbers.</summary>
    public bool? AsFlag() => Kind is PickleKind.Bool or PickleKind.Int ? Number != 0 : null;

    /// <summary>The value as a reader of an error message wants to see it.</summary>
    public string Describe() => Kind switch
    {
        PickleKind.None => "None",
        PickleKind.Bool => Number != 0 ? "True" : "False",
        PickleKind.Int => $"the number {Number}",
        PickleKind.Bytes or PickleKind.Text when Object is string text => $"the string {Printable.Quote(text)}",
        PickleKind.Bytes or PickleKind.Text => $"a string of {((PicklePayload)Object!).Length} bytes",
        PickleKind.Tuple => $"a tuple of {((PickleValue[])Object!).Length}",
        PickleKind.List => $"a list of {((List<PickleValue>)Object!).Count}",
        PickleKind.Dictionary => "a dictionary",
        PickleKind.Global => $"the global {((PickleGlobal)Number).PythonName()}",
        PickleKind.Dtype => $"the dtype {Printable.Quote(((PickleDtype)Object!).Name)}",
        _ => "a numpy array",
    };
}
