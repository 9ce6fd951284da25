namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>How far a process is, as Aspire's states tell it.</summary>
internal enum NodeLife
{
    /// <summary>It has not run yet, or has ended.</summary>
    NotYet,

    /// <summary>It runs.</summary>
    Alive,

    /// <summary>Someone asked it to end.</summary>
    Leaving,
}

/// <summary>What follows from Aspire's states.</summary>
internal static class NodeLives
{
    /// <summary>The next life, and whether the process died, which is to end without having been asked to.</summary>
    /// <param name="life">The life so far.</param>
    /// <param name="state">Aspire's word for the resource's state; null for none yet.</param>
    public static (NodeLife Next, bool Died) After(this NodeLife life, string? state)
    {
        if (state == KnownResourceStates.Running)
        {
            return (NodeLife.Alive, false);
        }

        if (state == KnownResourceStates.Stopping)
        {
            return (NodeLife.Leaving, false);
        }

        // One that was never alive died when it could not be started.
        return state == KnownResourceStates.FailedToStart ? (NodeLife.NotYet, true)
            : KnownResourceStates.TerminalStates.Contains(state) ? (NodeLife.NotYet, life == NodeLife.Alive)
            : (life, false);
    }
}
