using System.Runtime.ExceptionServices;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>
/// One write at a time, each on a thread of its own: on Linux it inherits the low priority of the training thread, which a thread
/// of the pool would not have. All members are for one thread.
/// </summary>
internal sealed class BackgroundWrite
{
    private Thread? _thread;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Whether a write is going on.</summary>
    public bool IsBusy => _thread?.IsAlive ?? false;

    /// <summary>Starts a write; the one before must have been waited for.</summary>
    public void Start(Action write)
    {
        _thread = new Thread(() =>
        {
            try
            {
                write();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "checkpoint writer",
        };
        _thread.Start();
    }

    /// <summary>Waits for the write, and throws what it threw, once.</summary>
    public void Wait()
    {
        WaitInSilence();
        var failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>Throws what a write that has ended threw, once.</summary>
    public void ThrowIfFailed()
    {
        if (!IsBusy)
        {
            Wait();
        }
    }

    /// <summary>Waits for the write, and leaves what it threw.</summary>
    public void WaitInSilence() => _thread?.Join();
}
