using System.Diagnostics;
using System.Globalization;
using System.Net;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.OpenStore;

/// <summary>A coordinator as the launcher starts it; killed when disposed.</summary>
internal sealed class CoordinatorProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private CoordinatorProcess(Process process, int port) =>
        (_process, _http) = (process, new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) });

    /// <summary>Starts one on a store.</summary>
    public static CoordinatorProcess Start(int storePort, string outputFolder)
    {
        var ports = new FreePorts(IPAddress.Loopback);
        var port = ports.Next();
        var options = new TopologyOptions { Workers = 1, Threads = 1, Gpus = 0, Port = port, OutputDirectory = outputFolder };
        var store = StoreSpec.External(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{storePort}"));
        var start = new ProcessStartInfo(Program()) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in ClusterEnvironment.Shared(options, store)
            .SetItems(ClusterEnvironment.Node("coordinator-0", IPAddress.Loopback, port, ports.Next(), ports.Next()))
            .SetItem("Orleans__ClusterId", Guid.NewGuid().ToString("N")))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return new CoordinatorProcess(process, port);
    }

    /// <summary>Ends when the process answers.</summary>
    public async Task AnswersAsync(string path)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await look.WaitForNextTickAsync(deadline.Token))
        {
            try
            {
                using var answer = await _http.GetAsync(path, deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet; the next tick asks again.
            }
        }
    }

    /// <summary>Seconds until the whole answer was here, and its length.</summary>
    public async Task<(double Seconds, long Length)> GetAsync(string path)
    {
        var clock = Stopwatch.StartNew();
        var answer = await _http.GetByteArrayAsync(path);
        return (clock.Elapsed.TotalSeconds, answer.Length);
    }

    /// <summary>Bytes that are in memory now.</summary>
    public long ResidentMemory()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // artifacts/bin/<project>/<configuration>/
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(here.Parent!.Parent!.FullName, "Coordinator", here.Name, "ResNet.Distributed.Coordinator");
    }
}
