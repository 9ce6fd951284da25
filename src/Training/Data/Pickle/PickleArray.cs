namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>A numpy dtype by its name, such as u1.</summary>
internal sealed record PickleDtype(string Name);

/// <summary>A numpy array. The pickle makes an empty one first and gives it its state later.</summary>
internal sealed class PickleArray
{
    /// <summary>Rows and columns; null until the state has come.</summary>
    public (int Rows, int Columns)? Shape { get; private set; }

    public PickleDtype? Dtype { get; private set; }

    public PicklePayload? Data { get; private set; }

    public void Set((int Rows, int Columns) shape, PickleDtype dtype, PicklePayload data) =>
        (Shape, Dtype, Data) = (shape, dtype, data);
}
