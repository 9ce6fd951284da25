using System.Diagnostics;

namespace ResNet.Distributed.AllReduce;

/// <summary>One rank's process, which is told by lines what to do, and answers by lines.</summary>
internal sealed class RankProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public RankProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Gloo takes the address of the machine's name otherwise, which need not be there.
        start.Environment["GLOO_SOCKET_IFNAME"] = "lo";
        _process = Process.Start(start)!;
    }

    /// <summary>Tells it a line.</summary>
    public void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Its next line.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} has ended; its errors are above.");

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
