using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>Ends this process in ways that neither native code nor a finalizer can hold up.</summary>
internal sealed partial class ProcessEnd : IProcessEnd
{
    public void KillAfter(TimeSpan delay)
    {
        Thread.Sleep(delay);
        Kill();
    }

    public void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    public void Leave()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(0);
        }

        LeaveAtOnce(0);
    }

    // Without finalizers and exit handlers, which could wait for what the stop has waited for in vain.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void LeaveAtOnce(int status);
}
