using System.Collections.Immutable;
using System.Text.Json;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>
/// A file that tells Prometheus (<c>file_sd_configs</c>) where each process of the cluster serves <c>/metrics</c>: each launch
/// chooses new ports. It is there while the cluster is, because a target that is listed and does not answer is an outage to
/// Prometheus; what a killed launcher leaves behind, the next one overwrites.
/// </summary>
internal sealed class ScrapeTargets : IDisposable
{
    private readonly string _file;

    private ScrapeTargets(string file) => _file = file;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">Its path; the folder is made where it is missing.</param>
    /// <param name="topology">The processes to list.</param>
    /// <exception cref="LaunchException">It cannot be written.</exception>
    public static ScrapeTargets Write(string file, ClusterTopology topology)
    {
        var groups = topology.Coordinators.AddRange(topology.Workers).Select(Group);
        // A name that no pattern for targets matches: Prometheus must not read half a file. Always the same, so that what a killed launcher left goes.
        var temporary = file + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(groups, JsonSerializerOptions.Web));
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"The list of Prometheus' targets cannot be written: {error.Message}", error);
        }

        return new ScrapeTargets(file);
    }

    /// <summary>Removes the file; its folder may be gone already.</summary>
    public void Dispose()
    {
        if (File.Exists(_file))
        {
            File.Delete(_file);
        }
    }

    // The static target of deploy/prometheus/prometheus.yml has the same labels, so that Prometheus takes both for one.
    private static TargetGroup Group(NodeSpec node) => new(
        [node.Http.ToString()],
        ImmutableSortedDictionary<string, string>.Empty
            .Add("instance", node.Name)
            .Add("role", node.Role == NodeRole.Coordinator ? "coordinator" : "worker"));

    private sealed record TargetGroup(ImmutableArray<string> Targets, ImmutableSortedDictionary<string, string> Labels);
}
