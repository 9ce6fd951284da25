namespace ResNet.Distributed.Coordinator;

/// <summary>One coordinator process: the configuration section <c>Coordinator</c>, set as <c>Coordinator__…</c> in the environment.</summary>
internal sealed class CoordinatorOptions
{
    /// <summary>The configuration section's name.</summary>
    public const string Section = "Coordinator";

    /// <summary>Whether Orleans' own dashboard is served at <c>/orleans</c>.</summary>
    public bool OrleansDashboard { get; set; } = true;
}
