using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>From whom a trial's files can be had, and by what right.</summary>
/// <param name="Token">The trial's token, 64 hexadecimal digits; empty before its first attempt.</param>
/// <param name="Hosts">Those who may have some of them.</param>
[GenerateSerializer, Immutable]
public sealed record TrialFileAccess([property: Id(0)] string Token, [property: Id(1)] ImmutableArray<FileHost> Hosts)
{
    /// <summary>Nobody has any.</summary>
    public static TrialFileAccess None { get; } = new("", []);
}
