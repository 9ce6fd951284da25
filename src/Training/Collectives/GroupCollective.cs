using System.Numerics;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// A rank of a group of several: numbers its calls, lets one in at a time, and ends what the group consists of.
/// </summary>
internal sealed unsafe class GroupCollective : ICollective
{
    private readonly GroupState _state;
    private readonly ControlLoop _control;
    private readonly IDataPlane _plane;
    private readonly Lock _end = new();
    private int _busy;
    private bool _disposed;

    /// <param name="worldSize">Ranks.</param>
    /// <param name="state">The group.</param>
    /// <param name="control">Its control thread, not started yet; this object owns it.</param>
    /// <param name="plane">What carries the values; this object owns it.</param>
    public GroupCollective(int worldSize, GroupState state, ControlLoop control, IDataPlane plane)
    {
        WorldSize = worldSize;
        _state = state;
        _control = control;
        _plane = plane;
        state.Breaking += _ => plane.Wake();
        control.Start();
    }

    public int Rank => _state.Rank;

    public int WorldSize { get; }

    public string Transport => _plane.Name;

    public CancellationToken Broken => _state.Broken;

    public CollectiveBuffer<float> Allocate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var call = Begin();
        try
        {
            return new CollectiveBuffer<float>(_plane.Allocate(call, (long)count * sizeof(float)), count);
        }
        catch (Exception e)
        {
            BreakFor(e);
            throw;
        }
        finally
        {
            End();
        }
    }

    public void AllReduce(Span<float> values) => Reduce(FrameKind.SumOfFloats, values);

    public void AllReduce(Span<double> values) => Reduce(FrameKind.SumOfDoubles, values);

    public void Broadcast(Span<byte> bytes, int root)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, WorldSize);
        var call = Begin();
        try
        {
            fixed (byte* first = bytes)
            {
                _plane.Broadcast(call, first, bytes.Length, root);
            }
        }
        catch (Exception e)
        {
            BreakFor(e);
            throw;
        }
        finally
        {
            End();
        }
    }

    public void Barrier()
    {
        var call = Begin();
        try
        {
            _plane.Barrier(call);
        }
        catch (Exception e)
        {
            BreakFor(e);
            throw;
        }
        finally
        {
            End();
        }
    }

    public void Abort(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        // Not while the memory goes that the break would wake a call in.
        lock (_end)
        {
            if (!_disposed)
            {
                _state.Break(new Fault(Rank, Lost: false, reason));
            }
        }
    }

    public void Dispose()
    {
        lock (_end)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        // In this order: the thread may still break the group, which reaches into the data plane.
        _control.Dispose();
        _plane.Dispose();
    }

    private void Reduce<T>(FrameKind kind, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        var call = Begin();
        try
        {
            fixed (T* first = values)
            {
                _plane.AllReduce(call, kind, first, values.Length);
            }
        }
        catch (Exception e)
        {
            BreakFor(e);
            throw;
        }
        finally
        {
            End();
        }
    }

    private long Begin()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("Another thread is in a call of this collective.");
        }

        try
        {
            return _state.BeginCall();
        }
        catch
        {
            Volatile.Write(ref _busy, 0);
            throw;
        }
    }

    private void End()
    {
        _state.EndCall();
        Volatile.Write(ref _busy, 0);
    }

    // Whatever has happened, the peers must not wait for a rank that is out of the call.
    private void BreakFor(Exception e) => _state.Break(new Fault(Rank, Lost: false, $"its call failed: {e.Message}"));
}
