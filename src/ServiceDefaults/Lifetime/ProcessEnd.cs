using System.Diagnostics;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>Ends this process with SIGKILL, which neither native code nor a finalizer can hold up.</summary>
internal sealed class ProcessEnd : IProcessEnd
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
}
