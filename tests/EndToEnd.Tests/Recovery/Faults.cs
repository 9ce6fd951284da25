using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>Harm of a certain length.</summary>
internal static class Faults
{
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int Stop = 19;
    private const int Continue = 18;

    /// <summary>Stops a process (SIGSTOP), and lets it go on (SIGCONT) after a time. The time is the fault itself, not a wait for something.</summary>
    public static async Task StopForAsync(int pid, TimeSpan time)
    {
        AppHostProcess.Kill(pid, Stop);
        await LastAsync(time);
        AppHostProcess.Kill(pid, Continue);
    }

    /// <summary>How long a fault lasts.</summary>
    public static async Task LastAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
