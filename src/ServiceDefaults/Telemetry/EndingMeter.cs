using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>
/// Meters of what begins and ends within a process' life: an attempt, a sweep. OpenTelemetry exports a series for as long as its meter
/// lives, once more after the meter's end, and then no more. A factory's own meters live as long as the factory, so these are made
/// beside it, in its scope.
/// </summary>
/// <remarks>
/// Each has a tag that no other one of its name has: two meters that are alike would share their series, and end together. Exporters
/// show the tag as an attribute of the scope.
/// </remarks>
public static class EndingMeter
{
    /// <summary>The tag of an attempt's meter.</summary>
    public const string AttemptTag = "attempt";

    /// <summary>The tag of a sweep's meter.</summary>
    public const string SweepTag = "sweep";

    // One attempt has one set of labels. A sweep has a set for each state of its trials, and one for each trial that ever was its best.
    private const int SeriesOfAttempt = 1;
    private const int SeriesOfSweep = 256;

    /// <summary>Makes one; its series end when it is disposed.</summary>
    /// <param name="factory">Whose scope it is in.</param>
    /// <param name="name">The meter's name.</param>
    /// <param name="tag"><see cref="AttemptTag"/> or <see cref="SweepTag"/>.</param>
    /// <param name="value">The tag's value.</param>
    public static Meter Create(IMeterFactory factory, string name, string tag, string value) =>
        new(new MeterOptions(name) { Scope = factory, Tags = [new(tag, value)] });

    /// <summary>
    /// Keeps the memory of such meters small: OpenTelemetry takes it for all the series that an instrument may have, 2,000 by default,
    /// when the instrument is made, and Prometheus' exporter keeps up to a thousand instruments that have ended. Null for other meters.
    /// </summary>
    internal static MetricStreamConfiguration? LimitOf(Instrument instrument) =>
        Has(instrument, AttemptTag) ? new MetricStreamConfiguration { CardinalityLimit = SeriesOfAttempt }
        : Has(instrument, SweepTag) ? new MetricStreamConfiguration { CardinalityLimit = SeriesOfSweep }
        : null;

    private static bool Has(Instrument instrument, string tag) => instrument.Meter.Tags?.Any(other => other.Key == tag) == true;
}
