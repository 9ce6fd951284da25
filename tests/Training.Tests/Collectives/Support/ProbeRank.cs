using System.Diagnostics;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>A rank in a process of its own, which does as it is told line by line, and can be killed and stopped.</summary>
internal sealed class ProbeRank : IDisposable
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    private readonly Process _process;

    /// <summary>Starts it; it tells its endpoint next.</summary>
    public ProbeRank(int rank, int worldSize, TransportChoice transport, string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ResNet.Distributed.Training.Tests.Probe");
        string[] arguments =
            ["collective", $"{rank}", $"{worldSize}", $"{transport}", Convert.ToHexString(Group.Token), folder];
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Rank = rank;
    }

    public int Rank { get; }

    public void Signal(int signal) => Assert.Equal(0, SysKill(_process.Id, signal));

    public void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Reads up to a line that begins so, and gives its rest.</summary>
    public async Task<string> ReadAsync(string start)
    {
        using var deadline = new CancellationTokenSource(Group.Deadline);
        while (true)
        {
            var line = await _process.StandardOutput.ReadLineAsync(deadline.Token)
                ?? throw new InvalidOperationException($"Rank {Rank} has ended; expected '{start}'.");
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line[start.Length..].Trim();
            }
        }
    }

    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Group.Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SysKill(int processId, int signal);
}
