using ResNet.Distributed.Training.Devices;

namespace ResNet.Distributed.Training.Tests.Devices;

public sealed class DeviceChoiceTests
{
    private static readonly CudaFacts Gpu = new(DriverInKernel: true, DriverLibrary: true, LibTorchHasCuda: true, Devices: 1, Visible: "0");
    private static readonly CudaFacts Nothing = new(DriverInKernel: false, DriverLibrary: false, LibTorchHasCuda: false, Devices: 0, Visible: null);

    [Theory]
    [InlineData(DevicePreference.Auto, true)]
    [InlineData(DevicePreference.Cuda, true)]
    [InlineData(DevicePreference.Cpu, false)]
    public void AGpuIsUsedUnlessTheCpuIsWanted(DevicePreference preference, bool cuda) =>
        Assert.Equal(new DeviceChoice(cuda), DeviceChoice.Of(preference, Gpu));

    [Theory]
    [InlineData(DevicePreference.Auto)]
    [InlineData(DevicePreference.Cpu)]
    public void WithoutADriverNobodyIsWarnedOfTheCpu(DevicePreference preference) =>
        Assert.Equal(new DeviceChoice(IsCuda: false), DeviceChoice.Of(preference, Nothing));

    [Fact]
    public void ADriverWithoutItsUseIsAWarningWhereNothingWasAskedFor()
    {
        var choice = DeviceChoice.Of(DevicePreference.Auto, Gpu with { LibTorchHasCuda = false, Devices = 0 });

        Assert.False(choice.IsCuda);
        Assert.Equal(
            "There is an NVIDIA driver, but training runs on the CPU: this program has the libtorch of the CPU: "
            + "build it with -p:Cuda=true (docs/cuda.md).",
            choice.Warning);
    }

    [Fact]
    public void CudaThatIsNotThereIsRefusedWithAllObstacles()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => DeviceChoice.Of(DevicePreference.Cuda, Nothing with { Visible = "" }));

        Assert.StartsWith("Device cuda was asked for and cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("no NVIDIA driver", error.Message);
        Assert.Contains("-p:Cuda=true", error.Message);
        Assert.Contains("CUDA_VISIBLE_DEVICES is ''", error.Message);
    }

    [Fact]
    public void EachObstacleIsNamedByItself()
    {
        AssertObstacle("a container needs NVIDIA's runtime", Gpu with { DriverLibrary = false });
        AssertObstacle("the libtorch of the CPU", Gpu with { LibTorchHasCuda = false });
        AssertObstacle("CUDA_VISIBLE_DEVICES is '-1'", Gpu with { Visible = "-1" });
        AssertObstacle("newer than the driver", Gpu);
        AssertObstacle("newer than the driver", Gpu with { DriverInKernel = false }); // Windows' subsystem for Linux
        Assert.Empty(Gpu.Obstacles);
    }

    private static void AssertObstacle(string expected, CudaFacts facts) =>
        Assert.Contains(expected, Assert.Single((facts with { Devices = 0 }).Obstacles));
}
