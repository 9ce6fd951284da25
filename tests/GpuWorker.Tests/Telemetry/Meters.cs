namespace ResNet.Distributed.GpuWorker.Tests.Telemetry;

/// <summary>Tests that make meters run one after another: an exporter hears all meters of a process.</summary>
internal static class Meters
{
    public const string Collection = "meters";
}
