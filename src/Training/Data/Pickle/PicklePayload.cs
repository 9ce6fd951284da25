namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// The one long string of a pickle: the images. In a file that can seek it is skipped and only its place is kept, to be
/// read later straight to where it belongs; from a stream it is read at once.
/// </summary>
/// <param name="Offset">Where in the file its bytes begin.</param>
/// <param name="Length">Its length in bytes, after decoding.</param>
/// <param name="Bytes">Its bytes, or null while they are still in the file.</param>
internal sealed record PicklePayload(int Offset, int Length, byte[]? Bytes);
