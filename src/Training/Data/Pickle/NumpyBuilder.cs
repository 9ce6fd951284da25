namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// What the few globals do: numpy's array and dtype are made empty by a call and then given their state
/// (ndarray.__reduce__ and __setstate__), and Python 3 spells bytes as text to encode.
/// </summary>
internal sealed class NumpyBuilder(PickleInput input)
{
    /// <summary>The result of calling a global.</summary>
    public PickleValue Call(PickleValue global, PickleValue arguments, int at)
    {
        if (global.Kind != PickleKind.Global || arguments.Object is not PickleValue[] given)
        {
            throw input.Error(
                at, $"a call of {global.Describe()} with {arguments.Describe()}", "a call of a numpy global with a tuple");
        }

        return ((PickleGlobal)global.Number, given) switch
        {
            (PickleGlobal.Reconstruct, [{ Kind: PickleKind.Global, Number: (int)PickleGlobal.NdArray }, _, _]) =>
                new PickleValue(PickleKind.Array, at, 0, new PickleArray()),
            (PickleGlobal.Dtype, [var name, _, _]) when name.AsString() is { } dtype =>
                new PickleValue(PickleKind.Dtype, at, 0, new PickleDtype(dtype)),
            (PickleGlobal.Encode, [{ Kind: PickleKind.Text } text, var encoding]) when encoding.AsString() is "latin1" =>
                text with { Kind = PickleKind.Bytes, Offset = at },
            var (called, _) => throw input.Error(
                at, $"a call of {called.PythonName()} with {Describe(given)}", "the arguments that numpy itself writes"),
        };
    }

    /// <summary>Gives an array or a dtype its state.</summary>
    public void SetState(PickleValue state, PickleValue of)
    {
        if (of.Object is PickleDtype)
        {
            CheckDtypeState(state);
        }
        else if (of.Object is PickleArray array)
        {
            SetArrayState(array, state);
        }
        else
        {
            throw input.Error(state.Offset, $"a state for {of.Describe()}", "a state for a numpy array or dtype");
        }
    }

    // (version 3, byte order, subarray, names, fields, size, alignment, flags): one byte needs no order, and has no parts.
    private void CheckDtypeState(PickleValue state)
    {
        if (Items(state) is not
            [{ Number: 3 }, _, { Kind: PickleKind.None }, { Kind: PickleKind.None }, { Kind: PickleKind.None }, _, _, _])
        {
            throw input.Error(state.Offset, "the state of another dtype", "a plain one (version 3, without fields)");
        }
    }

    // (version 1, shape, dtype, Fortran order, data)
    private void SetArrayState(PickleArray array, PickleValue state)
    {
        if (Items(state) is not [{ Number: 1 }, var shape, { Object: PickleDtype dtype }, var fortran, var data])
        {
            throw input.Error(state.Offset, "the state of another kind of array", "version, shape, dtype, order and data");
        }

        var sizes = Items(shape);
        if (sizes is not [{ Kind: PickleKind.Int, Number: var rows }, { Kind: PickleKind.Int, Number: var columns }])
        {
            throw input.Error(
                shape.Offset, $"an array with {sizes.Length} dimensions: {Describe(sizes)}", "two: images and bytes of an image");
        }

        if (fortran.AsFlag() is not false)
        {
            throw input.Error(fortran.Offset, "an array in Fortran order", "C order, image after image");
        }

        if (data is not { Kind: PickleKind.Bytes, Object: PicklePayload payload })
        {
            throw input.Error(
                data.Offset,
                $"{data.Describe()} as an array's data",
                $"a string of {CifarFormat.ImageBytes} bytes for each image");
        }

        array.Set((rows, columns), dtype, payload);
    }

    private static PickleValue[] Items(PickleValue tuple) => tuple.Object as PickleValue[] ?? [];

    private static string Describe(PickleValue[] values) => $"({string.Join(", ", values.Take(4).Select(v => v.Describe()))})";
}
