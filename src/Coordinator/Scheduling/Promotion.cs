namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>A trial goes on from a rung.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Rung">The rung, from 1.</param>
/// <param name="Known">How many results were known when that was decided.</param>
internal sealed record Promotion(int Trial, int Rung, int Known);
