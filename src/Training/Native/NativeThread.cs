using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// The scheduling priority of the calling thread, as a nice value: -20 (first served) to 19 (last served), 0 by default.
/// </summary>
/// <remarks>
/// On Linux each thread has its own, and a thread inherits it from the one that starts it, as OpenMP's threads do from the
/// training thread. Elsewhere nothing is changed and the value is 0. Use it on a dedicated thread, not on a thread pool's.
/// </remarks>
public static partial class NativeThread
{
    private const int ProcessOrThread = 0; // PRIO_PROCESS
    private const uint CallingThread = 0;

    /// <summary>
    /// Lowers the calling thread's priority to this nice value. A thread that is as low or lower already stays as it is: raising
    /// it would need privileges.
    /// </summary>
    /// <param name="nice">0 to 19.</param>
    /// <returns>The thread's nice value now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nice"/> is not 0 to 19.</exception>
    /// <exception cref="Win32Exception">The system refused; holds errno and its text.</exception>
    public static int LowerPriority(int nice)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nice);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nice, 19);
        if (OperatingSystem.IsLinux() && CurrentNice() < nice && SetPriority(ProcessOrThread, CallingThread, nice) != 0)
        {
            throw Failure($"setpriority to nice {nice}");
        }

        return CurrentNice();
    }

    /// <summary>The calling thread's nice value; 0 where there is none.</summary>
    /// <exception cref="Win32Exception">The system refused; holds errno and its text.</exception>
    public static int CurrentNice()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // -1 is a valid value too; errno, cleared before the call, tells it from an error.
        var nice = GetPriority(ProcessOrThread, CallingThread);
        return nice == -1 && Marshal.GetLastPInvokeError() != 0 ? throw Failure("getpriority") : nice;
    }

    private static Win32Exception Failure(string call)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new Win32Exception(errno, $"{call}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int nice);

    [LibraryImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    private static partial int GetPriority(int which, uint who);
}
