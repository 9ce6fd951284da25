using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>A trial that has a model.</summary>
/// <param name="Id">Which.</param>
/// <param name="Parameters">What it trained with.</param>
/// <param name="Metric">The sweep's metric.</param>
/// <param name="Best">The metric's best value, which is the model's; null where it has none.</param>
/// <param name="Data"><c>cifar-10</c> or <c>synthetic</c>; null where it is not known.</param>
internal sealed record TrainedTrial(
    TrialId Id, ImmutableSortedDictionary<string, ParameterValue> Parameters, string Metric, double? Best, string? Data)
{
    /// <summary>No trial of a sweep has a model.</summary>
    public static InputException NoneIsBest(string sweep) => new($"{sweep}: no trial of this sweep has done an epoch yet, so none is the best.");

    /// <summary>A trial has no model.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="state">How it is, in a word.</param>
    public static InputException HasNone(int number, string state) => new(string.Create(
        CultureInfo.InvariantCulture, $"--trial {number}: it has no model yet; the first comes with its first epoch (it is {state})."));

    /// <summary>The name of its model's file where none is given, as that of a download.</summary>
    /// <param name="extension">Without a dot.</param>
    public string FileName(string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Id.Sweep}-trial-{Id.Number}.{extension}");

    /// <summary>What its model's file says of it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Metadata()
    {
        yield return new("sweep", Id.Sweep);
        yield return new("trial", Id.ToString());
        yield return new("parameters", JsonSerializer.Serialize(Parameters, ApiJson.Options));
        yield return new("metric", Metric);
        if (Best is { } best)
        {
            yield return new("metric_value", best.ToString("r", CultureInfo.InvariantCulture));
        }

        if (Data is { } data)
        {
            yield return new("data", data);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"trial {Id.Number} of sweep {Id.Sweep} ({Metric} {Numbers.Metric(Metric, Best)}{(Data == "synthetic" ? ", SYNTHETIC data" : "")})");
}
