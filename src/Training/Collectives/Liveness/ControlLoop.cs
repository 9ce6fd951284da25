using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>
/// A thread that tells the neighbours that this process lives, hears whether they do, and passes round the ring what happens to
/// the group. It has its own thread because a step, or a pool that training keeps busy, may take longer than a peer's patience.
/// </summary>
internal sealed class ControlLoop : IDisposable
{
    private const int BeatsPerTimeout = 8;
    private const int TicksPerBeat = 2;

    private readonly GroupState _state;
    private readonly Neighbours _neighbours;
    private readonly Farewell _farewell;
    private readonly TimeSpan _peerTimeout;
    private readonly TimeSpan _beat;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private volatile bool _leaving;

    /// <param name="state">The group.</param>
    /// <param name="previous">The neighbour that data comes from.</param>
    /// <param name="next">The neighbour that data goes to; in a world of 2, the same rank.</param>
    /// <param name="peerTimeout">A peer that is silent for so long is lost.</param>
    /// <param name="time">Measures it.</param>
    public ControlLoop(GroupState state, ControlLink previous, ControlLink next, TimeSpan peerTimeout, TimeProvider time)
    {
        _state = state;
        _neighbours = new Neighbours(previous, next);
        _farewell = new Farewell(_neighbours, time);
        _peerTimeout = peerTimeout;
        _beat = peerTimeout / BeatsPerTimeout;
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "collective control" };
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        foreach (var link in _neighbours.Links)
        {
            link.HeardAt = _time.GetTimestamp();
        }

        _state.Breaking += TellFault;
        _thread.Start();
    }

    /// <summary>Says goodbye, unless the group is broken, ends the thread and closes the connections.</summary>
    public void Dispose()
    {
        if (_state.Fault is null)
        {
            Tell(FrameKind.Goodbye, null, link => link.Send(FrameKind.Goodbye, _state.Rank, count: _state.Calls));
        }

        _leaving = true;
        _neighbours.EndWait();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _neighbours.Close();
        }
        else
        {
            _thread.Join();
        }

        _neighbours.Dispose();
    }

    private void Run()
    {
        try
        {
            Watch();
            _farewell.Say(_state.Fault is not null);
        }
        catch (Exception e)
        {
            // A peer must not be left without news, whatever it is.
            _state.Break(new Fault(_state.Rank, Lost: false, $"its control thread failed: {e.Message}"));
        }
        finally
        {
            _neighbours.Close();
        }
    }

    private void Watch()
    {
        var lastLook = _time.GetTimestamp();
        var lastBeat = lastLook;
        while (!_leaving && _state.Fault is null)
        {
            _neighbours.WaitFor(_beat / TicksPerBeat);
            var now = _time.GetTimestamp();
            var away = _time.GetElapsedTime(lastLook, now);
            lastLook = now;
            if (away >= _peerTimeout)
            {
                // Stopped and continued, or starved: the peers have given this rank up, and know more than it does.
                _state.Break(new Fault(_state.Rank, Lost: true, $"its process stood still for {away.TotalSeconds:0.0} s."));
                return;
            }

            foreach (var link in _neighbours.Links)
            {
                Hear(link, now);
            }

            if (_time.GetElapsedTime(lastBeat, now) >= _beat)
            {
                lastBeat = now;
                Tell(FrameKind.Heartbeat, null, link => link.Send(FrameKind.Heartbeat));
            }
        }
    }

    private void Hear(ControlLink link, long now)
    {
        try
        {
            while (!link.Ended && link.Receive())
            {
                link.HeardAt = now;
                while (link.TryNext(out var header, out var text))
                {
                    Handle(link, header, text);
                }
            }
        }
        catch (FrameException e)
        {
            _state.Break(new Fault(link.Peer, Lost: false, $"a message from rank {link.Peer} to rank {_state.Rank} is wrong: {e.Message}."));
        }

        link.SendWaiting();
        if (_state.HasLeft(link.Peer))
        {
            return;
        }

        var silence = _time.GetElapsedTime(link.HeardAt, now);
        if (link.Ended)
        {
            _state.Break(new Fault(link.Peer, Lost: true, $"its connection with rank {_state.Rank} was closed without a goodbye."));
        }
        else if (silence > _peerTimeout)
        {
            _state.Break(new Fault(link.Peer, Lost: true, $"rank {_state.Rank} has heard nothing from it for {silence.TotalSeconds:0.0} s."));
        }
    }

    private void Handle(ControlLink source, FrameHeader header, string text)
    {
        switch (header.Kind)
        {
            case FrameKind.Abort:
                _state.Break(new Fault(header.Step, header.Detail != 0, text));
                break;
            case FrameKind.Goodbye:
                if (!_state.IsRank(header.Step))
                {
                    throw new FrameException($"expected a rank's goodbye, got that of {header.Step}");
                }

                if (_state.Left(header.Step, header.Count))
                {
                    Tell(FrameKind.Goodbye, source, link => link.Send(FrameKind.Goodbye, header.Step, count: header.Count));
                }

                break;
        }
    }

    private void TellFault(Fault fault)
    {
        Tell(FrameKind.Abort, null, link => link.Send(FrameKind.Abort, fault.Culprit, fault.Lost, text: fault.Reason));
        _farewell.Told();
        _neighbours.EndWait();
    }

    private void Tell(FrameKind kind, ControlLink? except, Action<ControlLink> send)
    {
        foreach (var link in _neighbours.Links)
        {
            // Who has said goodbye needs no heartbeat, but must hear nothing that would make it an error.
            if (link != except && !(kind == FrameKind.Heartbeat && _state.HasLeft(link.Peer)))
            {
                send(link);
            }
        }
    }
}
