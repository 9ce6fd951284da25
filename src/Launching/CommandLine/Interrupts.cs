using System.Runtime.InteropServices;

namespace ResNet.Distributed.Launching.CommandLine;

/// <summary>Ctrl-C, SIGTERM and a closed terminal ask for an orderly end; another one ends everything at once.</summary>
public sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly Action _endAtOnce;
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="endAtOnce">Called for the second signal and any after it.</param>
    public Interrupts(Action endAtOnce)
    {
        _endAtOnce = endAtOnce;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _requested.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_requested.IsCancellationRequested)
        {
            _endAtOnce();
        }
        else
        {
            // Not on this thread: what ends with the token may take seconds, and the next signal must be heard.
            _ = _requested.CancelAsync();
        }
    }
}
