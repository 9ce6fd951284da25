namespace ResNet.Distributed.Training.Images;

/// <summary>A picture's file that cannot be used: which, and why.</summary>
/// <param name="file">The file.</param>
/// <param name="reason">As it fits behind the file's name and a colon, without a full stop.</param>
/// <param name="inner">The error below, if any.</param>
public sealed class ImageFileException(string file, string reason, Exception? inner = null) : Exception($"{file}: {reason}.", inner);
