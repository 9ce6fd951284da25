using System.Globalization;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>Looks at Linux' /proc for a process and everything below it.</summary>
internal static class ProcessTree
{
    /// <summary>The process ids of all descendants that are alive (zombies are not).</summary>
    public static IReadOnlyList<int> Descendants(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Select(pid => (pid, parent: Parent(pid)))
            .Where(entry => entry.parent is not null)
            .ToLookup(entry => entry.parent!.Value, entry => entry.pid);
        var found = new List<int>();
        var open = new Queue<int>([root]);
        while (open.TryDequeue(out var pid))
        {
            found.AddRange(parents[pid]);
            foreach (var child in parents[pid])
            {
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>Whether the process runs: it exists and is no zombie.</summary>
    public static bool IsAlive(int pid) => Parent(pid) is not null;

    /// <summary>A process' command line, words separated by spaces; empty when it is gone.</summary>
    public static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A process' environment as it was started with; empty when it is gone.</summary>
    public static IReadOnlySet<string> Environment(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').ToHashSet();
        }
        catch (IOException)
        {
            return new HashSet<string>();
        }
    }

    private static int? Parent(int pid)
    {
        try
        {
            // pid (name, which may hold anything) state parent …
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
