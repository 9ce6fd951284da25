using System.Runtime.InteropServices;

namespace ResNet.Distributed.Launching.Processes;

/// <summary>What .NET's <c>Process</c> lacks: a polite request to end.</summary>
public static class Signals
{
    private const int Sigterm = 15;

    /// <summary>Asks a process to stop; nothing happens when it is gone already.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, Sigterm);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
