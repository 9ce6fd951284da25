namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A port that a part of the cluster listens on.</summary>
/// <param name="Name"><see cref="Http"/>, <see cref="Silo"/> or <see cref="Gateway"/>.</param>
/// <param name="Scheme"><c>http</c> or <c>tcp</c>.</param>
/// <param name="Number">From 1 to 65535.</param>
internal sealed record ResourcePort(string Name, string Scheme, int Number)
{
    /// <summary>The API, <c>/health</c> and <c>/metrics</c>.</summary>
    public const string Http = "http";

    /// <summary>Where other silos reach this one.</summary>
    public const string Silo = "silo";

    /// <summary>Where Orleans clients would reach it.</summary>
    public const string Gateway = "gateway";
}
