using ResNet.Distributed.Training.DataParallel;

namespace ResNet.Distributed.Training.Tests.DataParallel;

public sealed class NcclUseTests
{
    private static readonly Guid One = new("6f1c5d0e-0d5b-4f0e-9a41-6a0f7f6b0001");
    private static readonly Guid Other = new("6f1c5d0e-0d5b-4f0e-9a41-6a0f7f6b0002");

    [Fact]
    public void Ranks_that_all_have_it_on_devices_of_their_own_use_it() =>
        Assert.Null(NcclUse.Obstacle([(true, One), (true, Other)]));

    [Fact]
    public void Devices_that_are_not_known_are_not_taken_for_the_same() =>
        Assert.Null(NcclUse.Obstacle([(true, Guid.Empty), (true, Guid.Empty)]));

    [Fact]
    public void One_without_the_library_keeps_all_from_it() =>
        Assert.Equal("not every rank has NCCL", NcclUse.Obstacle([(true, One), (false, Other)]));

    [Fact]
    public void Two_on_one_device_keep_all_from_it() =>
        Assert.Equal("two ranks share a GPU, which NCCL refuses", NcclUse.Obstacle([(true, One), (true, Other), (true, One)]));
}
