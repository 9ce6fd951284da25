using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>What a command works with.</summary>
/// <param name="terminal">Where its words go.</param>
internal sealed class CommandContext(Terminal terminal)
{
    private Action _killAll = () => { };

    public Terminal Terminal { get; } = terminal;

    /// <summary>What a second Ctrl-C does before this process ends at once.</summary>
    public void OnSecondInterrupt(Action killAll) => _killAll = killAll;

    /// <summary>Does it.</summary>
    public void KillAll() => _killAll();
}
