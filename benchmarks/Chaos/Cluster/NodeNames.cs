using System.Globalization;

namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>What the nodes are called.</summary>
internal static class NodeNames
{
    /// <summary>The store.</summary>
    public const string Store = "store";

    /// <summary>All of them, as a fault's target.</summary>
    public const string Everything = "everything";

    /// <summary>The coordinators, in order.</summary>
    public static IEnumerable<string> Coordinators(int count) => Enumerable.Range(0, count).Select(Coordinator);

    /// <summary>The workers, in order.</summary>
    public static IEnumerable<string> Workers(int count) => Enumerable.Range(0, count).Select(Worker);

    /// <summary>A coordinator, from 0.</summary>
    public static string Coordinator(int index) => string.Create(CultureInfo.InvariantCulture, $"coordinator-{index}");

    /// <summary>A worker, from 0; the name it has in the cluster too.</summary>
    public static string Worker(int index) => string.Create(CultureInfo.InvariantCulture, $"worker-{index}");
}
