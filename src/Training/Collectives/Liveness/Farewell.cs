namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>
/// How a rank ends its connections. Closing them at once, with a peer's heartbeats unread, would reset them and might take the last
/// message with it.
/// </summary>
/// <param name="neighbours">The connections.</param>
/// <param name="time">Measures the patience.</param>
internal sealed class Farewell(Neighbours neighbours, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // Why a group is broken must arrive, also where all cores are busy with something else; who hears it ends its own side at once.
    private static readonly TimeSpan VerdictPatience = TimeSpan.FromSeconds(1);

    private volatile bool _told;

    /// <summary>Says that the neighbours have been told why the group is broken. For any thread.</summary>
    public void Told() => _told = true;

    /// <summary>Sends what is left to send, and waits for the neighbours to end their sides too.</summary>
    /// <param name="isBroken">Whether the group is broken.</param>
    public void Say(bool isBroken)
    {
        // Whoever broke the group may have been interrupted before it could tell the neighbours: nothing can be sent after the end.
        if (isBroken)
        {
            SpinWait.SpinUntil(() => _told, VerdictPatience);
        }

        var start = time.GetTimestamp();
        var patience = isBroken ? VerdictPatience : Patience;
        foreach (var link in neighbours.Links)
        {
            link.SendWaiting();
            link.EndSending();
        }

        while (!neighbours.AllEnded && time.GetElapsedTime(start) < patience)
        {
            neighbours.WaitFor(Patience / 4);
            foreach (var link in neighbours.Links)
            {
                link.Drain();
            }
        }
    }
}
