using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Tests.Files;

public sealed class SweepFoldersTests
{
    private readonly SweepFolders _folders = new(Options.Create(new RunOptions { OutputDirectory = "/out/runs/" }));

    [Fact]
    public void Files_of_a_sweep_are_below_its_folder()
    {
        Assert.Equal("/out/runs/lr/trials/7/log.txt", _folders.Log(new TrialId("lr", 7)));
        Assert.Equal("/out/runs/lr/best/model.safetensors", _folders.Inside("lr", "best/model.safetensors"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../runs")]
    [InlineData("../other")]
    [InlineData("lr/..")]
    [InlineData("lr/../..")]
    [InlineData("lr/trials")]
    [InlineData("lr/")]
    [InlineData("/etc")]
    [InlineData("/out/runs/lr")]
    public void Nothing_is_named_for_an_id_that_is_no_name(string sweep)
    {
        Assert.Null(_folders.Log(new TrialId(sweep, 1)));
        Assert.Null(_folders.Inside(sweep, "best/model.safetensors"));
    }

    [Theory]
    [InlineData("../other/best/model.safetensors")]
    [InlineData("trials/../../other/model")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../lr-2/model")]
    public void Nothing_is_named_for_a_path_that_leaves_the_sweep(string relative) => Assert.Null(_folders.Inside("lr", relative));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_is_named_for_a_number_that_no_trial_has(int number) => Assert.Null(_folders.Log(new TrialId("lr", number)));
}
