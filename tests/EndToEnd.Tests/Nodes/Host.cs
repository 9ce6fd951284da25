using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>
/// A machine, as far as its processes can tell: a network namespace with an address of its own, memory files that no other machine sees,
/// and a folder.
/// </summary>
internal sealed class Host(string name, NodeAddress address, string folder) : IDisposable
{
    private const string Boot = "mount -t tmpfs shm /dev/shm && exec \"$@\"";

    private readonly List<(Incarnation Process, NodeLog Log)> _started = [];

    /// <summary>Its name; at most 15 characters.</summary>
    public string Name => name;

    /// <summary>Its address, as text.</summary>
    public string Address => address.Address.ToString();

    /// <summary>What lies in its own folder.</summary>
    public string this[string path] => Path.Combine(folder, path);

    /// <summary>Starts a program here, with no other variables than a plain shell's and those that keep results apart from the machine.</summary>
    public async Task<Incarnation> StartAsync(string program, params string[] arguments)
    {
        var log = new NodeLog(LogPath(_started.Count));
        var spec = new NodeSpec(
            name, address, "unshare", ["--mount", "--", "/bin/sh", "-c", Boot, "sh", program, .. arguments],
            new Dictionary<string, string> { ["ONEDNN_MAX_CPU_ISA"] = "AVX2" });
        var process = await Incarnation.StartAsync(spec, log);
        _started.Add((process, log));
        return process;
    }

    /// <summary>All that its processes said, for a message.</summary>
    public string Logs() => string.Concat(Enumerable.Range(0, _started.Count).Select(i => $"--- {name} {i}\n{Read(LogPath(i))}"));

    public void Dispose()
    {
        foreach (var (process, log) in _started)
        {
            process.Signal(Signals.Kill);
            process.Dispose();
            log.Dispose();
        }
    }

    private string LogPath(int number) => Path.Combine(folder, $"process-{number}.log");

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
