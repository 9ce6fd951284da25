using OpenTelemetry.Trace;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>
/// Decides about spans without a parent: a trace begins with a sweep. Grain calls that belong to none, such as the heartbeats of every
/// second, would otherwise make a trace each.
/// </summary>
internal sealed class SweepRootSampler : Sampler
{
    private static readonly SamplingResult Keep = new(SamplingDecision.RecordAndSample);
    private static readonly SamplingResult Drop = new(SamplingDecision.Drop);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == SpanNames.Sweep ? Keep : Drop;
}
