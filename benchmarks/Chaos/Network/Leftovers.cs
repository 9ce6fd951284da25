using System.Globalization;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>Removes what runs that were killed have left behind; a run that goes on keeps what it has.</summary>
internal static class Leftovers
{
    /// <summary>Removes namespaces whose owner is gone, with the processes in them.</summary>
    /// <returns>How many namespaces there were.</returns>
    public static async Task<int> RemoveAsync()
    {
        var removed = 0;
        foreach (var (name, tag) in await NamespacesAsync())
        {
            if (!tag.OwnerIsAlive)
            {
                await RemoveAsync(name);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Removes one namespace, with the processes in it; nothing happens when it is gone already.</summary>
    public static async Task RemoveAsync(string name)
    {
        await KillAsync(name);

        // With the last process and the name, the namespace's links go, and their other ends with them.
        await CommandRunner.TryAsync("ip", "netns", "del", name);
    }

    /// <summary>Ends the processes in a namespace.</summary>
    public static async Task KillAsync(string name)
    {
        var (_, output, _) = await CommandRunner.TryAsync("ip", "netns", "pids", name);
        foreach (var pid in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Signals.Send(int.Parse(pid, CultureInfo.InvariantCulture), Signals.Kill);
        }
    }

    private static async Task<List<(string Name, RunTag Tag)>> NamespacesAsync()
    {
        var listed = await CommandRunner.RunAsync("ip", "netns", "list");
        return [.. listed
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])
            .Select(name => (name, tag: RunTag.Parse(name)))
            .Where(entry => entry.tag is not null)
            .Select(entry => (entry.name, entry.tag!.Value))];
    }
}
