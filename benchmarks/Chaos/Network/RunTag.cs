using System.Globalization;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>
/// Names a run's namespaces after the process that owns them, so that another run can tell whether they are left over. A process id
/// may be given again; together with the moment of its start (in the kernel's ticks) it is unique.
/// </summary>
/// <param name="Pid">The owner.</param>
/// <param name="Started">When it started, in ticks since the boot.</param>
/// <param name="Number">Counts the networks of one owner.</param>
internal readonly record struct RunTag(int Pid, long Started, int Number)
{
    private const string Prefix = "resnet-chaos";
    private static int _networks;

    /// <summary>The root namespace's link; at most 15 characters, as the kernel wants.</summary>
    public string RootLink => string.Create(CultureInfo.InvariantCulture, $"rc{Pid}n{Number}");

    /// <summary>Whether the process that made the namespace still runs.</summary>
    public bool OwnerIsAlive => StartOf(Pid) == Started;

    /// <summary>A new one for this process.</summary>
    public static RunTag Next() =>
        new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, Interlocked.Increment(ref _networks));

    /// <summary>The name of a namespace of this run.</summary>
    public string Namespace(string node) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{Pid}.{Started}.{Number}.{node}");

    /// <summary>Reads a namespace's name; null when it is none of ours.</summary>
    public static RunTag? Parse(string name) =>
        name.Split('.') is [Prefix, var pid, var started, var number, _]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var owner)
        && long.TryParse(started, CultureInfo.InvariantCulture, out var ticks)
        && int.TryParse(number, CultureInfo.InvariantCulture, out var count)
            ? new RunTag(owner, ticks, count)
            : null;

    private static long? StartOf(int pid)
    {
        const int StartTime = 19;
        try
        {
            // pid (name, which may hold anything) state …; the start is the 22nd field, the 20th after the name.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[StartTime], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
