using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps.Halving;

/// <summary>Trials that are halved together: they pause at the same rungs, and the best of each rung go on.</summary>
/// <param name="First">The first trial's number.</param>
/// <param name="Trials">How many trials there are; they have consecutive numbers.</param>
/// <param name="Rungs">Epochs done at each rung, ascending; a trial that passes the last one trains to its end. Empty: nobody pauses.</param>
/// <param name="Eta">One of so many goes on from a rung.</param>
public sealed record Bracket(int First, int Trials, ImmutableArray<int> Rungs, int Eta)
{
    /// <summary>Whether a trial is one of them.</summary>
    public bool Contains(int trial) => trial >= First && trial < First + Trials;

    /// <summary>How many trials reach a rung when all have got there and every one of them has been decided: at least one.</summary>
    /// <param name="rung">From 0; the number of rungs stands for the end.</param>
    public int Reach(int rung)
    {
        var left = Trials;
        for (var i = 0; i < rung; i++)
        {
            left /= Eta;
        }

        return Math.Max(1, left);
    }
}
