using System.Runtime.InteropServices;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class DeviceFaultTests
{
    [Theory]
    [InlineData("CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported", true)]
    [InlineData("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", true)]
    [InlineData("CUDA error: out of memory", false)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", false)]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", false)]
    [InlineData("The size of tensor a (3) must match the size of tensor b (2)", false)]
    public void An_error_of_cuda_stays_unless_memory_ran_out(string message, bool lasting) =>
        Assert.Equal(lasting, DeviceFault.IsLasting(new ExternalException(message)));
}
