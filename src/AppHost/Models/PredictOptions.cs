using System.Collections.Immutable;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>What <c>predict</c> was asked for.</summary>
/// <param name="Model">A safetensors file, or a trial's folder.</param>
/// <param name="Images">PNG or JPEG files, one or more.</param>
/// <param name="Top">How many classes to name, from 1.</param>
/// <param name="Json">Whether to print a line of JSON for each picture in place of the table.</param>
internal sealed record PredictOptions(string Model, ImmutableArray<string> Images, int Top, bool Json)
{
    /// <summary>How many classes are named where nothing else is asked for.</summary>
    public const int UsualTop = 3;
}
