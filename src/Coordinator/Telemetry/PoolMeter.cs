using System.Diagnostics.Metrics;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>The pool's gauges, where the pool is: of several coordinators only one has them. Thread safe.</summary>
internal sealed class PoolMeter
{
    private volatile PoolFigures? _figures;

    public PoolMeter(IMeterFactory meters)
    {
        var meter = meters.Create(CoordinatorMeter.Name);
        meter.CreateObservableGauge("resnet.workers", Workers, "{worker}", "Workers by what they do");
        meter.CreateObservableGauge("resnet.leases", () => One(pool => pool.Leases), "{lease}", "Leases");
        meter.CreateObservableGauge("resnet.leases.waiting", () => One(pool => pool.Waiting), "{trial}", "Trials that wait for workers");
    }

    /// <summary>Tells how the pool stands; null when it leaves this process.</summary>
    public void Publish(PoolFigures? figures) => _figures = figures;

    private IEnumerable<Measurement<int>> Workers() => _figures is not { } pool ? [] :
    [
        new(pool.Idle, new KeyValuePair<string, object?>("state", "idle")),
        new(pool.Busy, new KeyValuePair<string, object?>("state", "busy")),
        new(pool.Leaving, new KeyValuePair<string, object?>("state", "leaving")),
        new(pool.Refused, new KeyValuePair<string, object?>("state", "refused")),
    ];

    private IEnumerable<Measurement<int>> One(Func<PoolFigures, int> figure) => _figures is { } pool ? [new(figure(pool))] : [];
}
