namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>A region in two parts.</summary>
/// <param name="One">One of them.</param>
/// <param name="Other">The rest.</param>
/// <param name="Gain">By how much the sum of squared distances from the mean is smaller within the parts than within the whole, from 0.</param>
internal sealed record Cut(Region One, Region Other, double Gain);
