using System.Diagnostics.Metrics;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>The coordinator's meter, and those of its instruments that live as long as the process: how long things took.</summary>
internal sealed class CoordinatorMeter
{
    /// <summary>Its name. Each sweep has a meter of this name for itself; one more belongs to the process.</summary>
    public const string Name = "ResNet.Coordinator";

    // A lease is given at once or waited for through the night.
    private static readonly double[] WaitBuckets = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 14400];
    private static readonly double[] StoreBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly Histogram<double> _leaseWait;
    private readonly Histogram<double> _store;

    public CoordinatorMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _leaseWait = Seconds(meter, "resnet.lease.wait", "Time that a trial waited for its workers", WaitBuckets);
        _store = Seconds(meter, "resnet.store.duration", "Time that the store took to read or write the state of a grain", StoreBuckets);
    }

    /// <summary>A trial got its workers.</summary>
    public void LeaseGranted(TimeSpan waited) => _leaseWait.Record(waited.TotalSeconds);

    /// <summary>The store answered, or failed to.</summary>
    /// <param name="operation"><c>read</c> or <c>write</c>.</param>
    /// <param name="took">How long.</param>
    public void StoreAnswered(string operation, TimeSpan took) =>
        _store.Record(took.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
