namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>What <c>preview</c> was asked for.</summary>
/// <param name="Workers">Workers to reckon with.</param>
/// <param name="SecondsPerEpoch">How long an epoch takes; null: as measured.</param>
/// <param name="Out">The folder with finished sweeps.</param>
/// <param name="Trials">How many trials to list; null: as many as fit on a few screens.</param>
internal sealed record PreviewOptions(int Workers, double? SecondsPerEpoch, string Out, int? Trials = null);
