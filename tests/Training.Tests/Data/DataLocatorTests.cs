using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class DataLocatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_given_path_comes_before_everything()
    {
        SmallCifar.Write(_folder["given"], SmallCifar.PythonFiles());
        SmallCifar.Write(_folder["dataset"], SmallCifar.BinaryFiles());

        var data = await DataLocator.LocateAsync(Options() with { Given = _folder["given"] });

        Assert.Equal((LocatedDataKind.Given, _folder["given"]), (data.Kind, data.Path));
    }

    [Fact]
    public async Task A_given_path_without_data_is_never_replaced()
    {
        SmallCifar.Write(_folder["dataset"], SmallCifar.PythonFiles());

        var error = await Assert.ThrowsAsync<CifarDataException>(
            () => DataLocator.LocateAsync(Options() with { Given = _folder["given"] }));

        Assert.Equal(_folder["given"], error.File);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-py")]
    public async Task The_data_set_folder_comes_second(string below)
    {
        SmallCifar.Write(_folder["dataset/" + below], SmallCifar.PythonFiles());

        var data = await DataLocator.LocateAsync(Options());

        Assert.Equal(LocatedDataKind.Folder, data.Kind);
        SmallCifar.AssertIs(CifarReader.Read(data.Path));
    }

    [Fact]
    public async Task Else_the_archive_is_downloaded_and_the_next_time_found()
    {
        var archive = TarGz.Make(SmallCifar.PythonFiles());
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(archive));
        var address = new Uri(server.Address, "cifar-10-python.tar.gz");
        var options = Options() with { Download = DownloadCase.Options(address, archive) };

        var first = await DataLocator.LocateAsync(options);
        var second = await DataLocator.LocateAsync(options);

        Assert.Equal((LocatedDataKind.Downloaded, LocatedDataKind.Folder), (first.Kind, second.Kind));
        Assert.Equal(first.Path, second.Path);
        SmallCifar.AssertIs(CifarReader.Read(second.Path));
    }

    [Fact]
    public async Task A_leftover_part_is_no_data_set_and_stays()
    {
        Directory.CreateDirectory(_folder["dataset"]);
        File.WriteAllBytes(_folder["dataset/data.tar.gz.part"], [1, 2, 3]);

        var data = await DataLocator.LocateAsync(Options());

        Assert.Equal(LocatedDataKind.Synthetic, data.Kind);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["dataset/data.tar.gz.part"]));
    }

    [Fact]
    public async Task Without_a_network_the_data_are_synthetic_and_say_why()
    {
        var data = await DataLocator.LocateAsync(Options());

        Assert.Equal((LocatedDataKind.Synthetic, _folder["out/cifar-10-batches-py"]), (data.Kind, data.Path));
        Assert.StartsWith(
            "The data are synthetic, because CIFAR-10 could not be downloaded: 127.0.0.1 cannot be reached", data.Detail);
        Assert.True(CifarReader.Read(data.Path).IsSynthetic);
    }

    [Fact]
    public async Task A_download_that_breaks_off_ends_in_synthetic_data_too()
    {
        using var server = new LoopbackServer((number, from) => number == 0
            ? LoopbackServer.Full(new byte[5000], sent: 2000)
            : LoopbackServer.Part(new byte[5000], from!.Value, sent: 0));

        var data = await DataLocator.LocateAsync(Options() with { Download = DownloadCase.Options(server) });

        Assert.Equal(LocatedDataKind.Synthetic, data.Kind);
        Assert.Contains("kept dropping the connection", data.Detail);
        Assert.Equal(2000, new FileInfo(_folder["dataset/data.tar.gz.part"]).Length);
    }

    [Fact]
    public async Task Cancelled_it_makes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DataLocator.LocateAsync(Options(), cancel: new CancellationToken(canceled: true)));

        Assert.False(Directory.Exists(_folder["out"]));
    }

    private DataLocatorOptions Options() => new()
    {
        DatasetFolder = _folder["dataset"],
        SyntheticFolder = _folder["out"],
        SyntheticTrainPerBatch = 2,
        SyntheticTestCount = 2,
        Download = DownloadCase.Options(DownloadCase.ClosedPort()),
    };
}
