using System.Text.Json.Serialization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>A trial goes on from a rung.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Rung">The rung, from 1.</param>
/// <param name="Known">How many results were known when that was decided.</param>
internal sealed record Promotion(int Trial, int Rung, int Known)
{
    /// <summary>What it takes over there from another trial; null: it goes on with its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Exploit? Exploit { get; init; }
}
