using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ResNet.Distributed.GpuWorker.Nvml;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.GpuWorker.Tests.Telemetry;

namespace ResNet.Distributed.GpuWorker.Tests.Nvml;

[Collection(Meters.Collection)]
public sealed class NvmlTests
{
    [Theory]
    [InlineData(null, "0")]
    [InlineData("3", "3")]
    [InlineData(" 2 ,1", "2")]
    [InlineData("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6,0", "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6")]
    [InlineData("", null)]
    [InlineData("-1", null)]
    public void The_gpu_is_the_first_that_is_visible(string? visible, string? expected) => Assert.Equal(expected, GpuName.Of(visible));

    [Fact]
    public void The_structs_are_as_large_as_those_of_nvml_h()
    {
        Assert.Equal(8, Unsafe.SizeOf<NvmlUtilization>());
        Assert.Equal(24, Unsafe.SizeOf<NvmlMemory>());
        Assert.Equal(24, Unsafe.SizeOf<NvmlProcess>());
    }

    [Fact]
    public void A_process_memory_is_that_of_its_parts_and_of_the_only_process_where_numbers_do_not_match()
    {
        Assert.Equal(30, GpuProcesses.MemoryOf(7, [new(7, 10, 0, 0), new(8, 5, 0, 0), new(7, 20, 1, 0)]));
        Assert.Equal(5, GpuProcesses.MemoryOf(7, [new(8, 5, 0, 0)]));
        Assert.Null(GpuProcesses.MemoryOf(7, [new(8, 5, 0, 0), new(9, 5, 0, 0)]));
        Assert.Null(GpuProcesses.MemoryOf(7, [new(7, NvmlProcess.Unknown, 0, 0)]));
        Assert.Null(GpuProcesses.MemoryOf(7, []));
    }

    [Fact]
    public void Without_a_driver_there_is_no_gpu_and_the_memory_is_the_process_own()
    {
        Assert.SkipWhen(File.Exists("/proc/driver/nvidia/version"), "This machine has NVIDIA's driver.");
        using var meters = new TestMeterFactory();
        var gpu = GpuMonitor.TryOpen(null);
        Assert.Null(gpu);
        _ = new WorkerMeter(meters, "worker-0", gpu, () => false);

        var measured = meters.Measure();

        var (name, value) = Assert.Single(measured);
        Assert.Equal("resnet.device.memory", name);
        Assert.InRange(value, 1e6, 1e12);
    }

    private sealed class TestMeterFactory : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
            _meters.Add(meter);
            return meter;
        }

        public List<(string Name, double Value)> Measure()
        {
            var measured = new List<(string, double)>();
            using var listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Scope == this)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
            listener.Start();
            listener.RecordObservableInstruments();
            return measured;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
