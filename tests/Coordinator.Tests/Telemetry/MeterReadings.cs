using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ResNet.Distributed.Coordinator.Tests.Telemetry;

/// <summary>What the instruments of a scope say; of every scope where none is given.</summary>
internal sealed class MeterReadings : IMeterFactory
{
    private readonly ConcurrentDictionary<string, double> _values = [];
    private readonly MeterListener _listener = new();

    public MeterReadings(bool everyScope = false)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ResNet.Coordinator" && (everyScope || instrument.Meter.Scope == this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Names with labels, and values: <c>resnet.trials sweep=a state=running</c>. What was recorded, and what is observed now.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        _listener.RecordObservableInstruments();
        var read = _values.ToDictionary();
        _values.Clear();
        return read;
    }

    public Meter Create(MeterOptions options) => new(new MeterOptions(options.Name) { Scope = this });

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var (key, tag) in tags)
        {
            name += string.Create(CultureInfo.InvariantCulture, $" {key}={tag}");
        }

        _values[name] = value;
    }
}
