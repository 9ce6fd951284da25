namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>A trial has got to a rung.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Rung">From 1 for the trial's first.</param>
/// <param name="Value">The sweep's metric there; NaN is worse than anything.</param>
internal sealed record RungResult(int Trial, int Rung, double Value);
