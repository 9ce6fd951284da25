namespace ResNet.Distributed.Training.Data;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on disk, those of an earlier try included.</param>
/// <param name="Total">Bytes of the whole file, or null while the server has not said.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total);
