using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.GpuWorker.Nvml;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>The process' own instruments, of the meter <c>ResNet.Training</c>: its device. Read when somebody asks.</summary>
internal sealed class WorkerMeter
{
    private readonly GpuMonitor? _gpu;
    private readonly Func<bool> _trainsOnGpu;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly KeyValuePair<string, object?>[] _gpuLabels;

    public WorkerMeter(IMeterFactory meters, IOptions<WorkerOptions> options, TrainingThread training)
        : this(
            meters, options.Value.Name, GpuMonitor.TryOpen(Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES")),
            () => training.Ready is { IsCompletedSuccessfully: true, Result.IsGpu: true })
    {
    }

    internal WorkerMeter(IMeterFactory meters, string worker, GpuMonitor? gpu, Func<bool> trainsOnGpu)
    {
        (_gpu, _trainsOnGpu) = (gpu, trainsOnGpu);
        _labels = [new("worker", worker)];
        _gpuLabels = [.. _labels, new("gpu", gpu?.Name)];
        var meter = meters.Create(TrainingMeter.Name);
        meter.CreateObservableGauge("resnet.device.memory", Memory, "By", "Memory that the process uses: the GPU's, or resident memory on a CPU");
        if (gpu is null)
        {
            return;
        }

        Gauge(meter, "resnet.gpu.utilization", "1", "Share of the time in which the GPU was busy, 0 to 1", sample => sample.Utilization);
        Gauge(meter, "resnet.gpu.memory.used", "By", "Memory of the GPU in use, by all processes", sample => sample.MemoryUsed);
        Gauge(meter, "resnet.gpu.memory.total", "By", "Memory of the GPU", sample => sample.MemoryTotal);
        Gauge(meter, "resnet.gpu.temperature", "Cel", "Temperature of the GPU", sample => sample.Temperature);
        Gauge(meter, "resnet.gpu.power", "W", "Power that the GPU draws", sample => sample.Power);
    }

    private IEnumerable<Measurement<double>> Memory()
    {
        var bytes = _trainsOnGpu() ? _gpu?.ProcessMemory() : Environment.WorkingSet;
        return bytes is { } known ? [new(known, _labels)] : [];
    }

    // What a GPU does not tell is absent: not every one has a sensor for its power.
    private void Gauge(Meter meter, string name, string unit, string description, Func<GpuMonitor, double?> read) =>
        meter.CreateObservableGauge(
            name,
            () => read(_gpu!) is { } value ? [new Measurement<double>(value, _gpuLabels)] : Array.Empty<Measurement<double>>(),
            unit, description);
}
