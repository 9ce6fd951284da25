using System.Globalization;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.Chaos.Processes;

/// <summary>kill(2), with Linux' numbers.</summary>
internal static class Signals
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP.</summary>
    public const int Stop = 19;

    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal; nothing happens when the process is gone.</summary>
    /// <exception cref="ChaosException">It may not be sent.</exception>
    public static void Send(int pid, int signal)
    {
        if (SysKill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
        {
            throw new ChaosException(string.Create(CultureInfo.InvariantCulture, $"kill({pid}, {signal}) failed with errno {error}."));
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SysKill(int processId, int signal);
}
