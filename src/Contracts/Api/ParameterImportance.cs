namespace ResNet.Distributed.Contracts.Api;

/// <summary>How much one parameter explains by itself.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Share">Its share of the metric's variance, from 0 to 1.</param>
/// <param name="Deviation">Standard deviation of that share over the trees of the forest: how sure it is, from 0.</param>
[GenerateSerializer, Immutable]
public sealed record ParameterImportance(
    [property: Id(0)] string Name, [property: Id(1)] double Share, [property: Id(2)] double Deviation);
