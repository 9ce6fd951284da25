namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>What was measured of one address.</summary>
/// <param name="Path">The address.</param>
/// <param name="Seconds">From the request to the whole answer.</param>
/// <param name="Bytes">The answer's size on the way.</param>
internal sealed record ApiFigure(string Path, Samples Seconds, int Bytes);
