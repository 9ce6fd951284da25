namespace ResNet.Distributed.Chaos.Faults;

/// <summary>A fault to come.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Target">The node it is done to, or <c>everything</c>.</param>
/// <param name="Duration">How long it lasts; zero for what is over at once.</param>
/// <param name="Gap">How long after the fault before.</param>
internal sealed record FaultPlan(int Number, FaultKind Kind, string Target, TimeSpan Duration, TimeSpan Gap);
