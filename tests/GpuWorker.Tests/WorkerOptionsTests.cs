using System.ComponentModel.DataAnnotations;
using ResNet.Distributed.Training.Devices;

namespace ResNet.Distributed.GpuWorker.Tests;

public sealed class WorkerOptionsTests
{
    [Theory]
    [InlineData("auto", DevicePreference.Auto)]
    [InlineData("cpu", DevicePreference.Cpu)]
    [InlineData("cuda", DevicePreference.Cuda)]
    public void A_device_is_one_of_three(string device, DevicePreference expected)
    {
        var options = new WorkerOptions { Device = device };

        Assert.Empty(Faults(options));
        Assert.Equal(expected, options.DevicePreference);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("")]
    public void Another_one_is_refused(string device) =>
        Assert.Equal([$"Worker:Device is '{device}'; expected auto, cpu or cuda."], Faults(new WorkerOptions { Device = device }));

    private static string?[] Faults(WorkerOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage)];
    }
}
