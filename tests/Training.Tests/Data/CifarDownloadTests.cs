using ResNet.Distributed.Training.Data;
using static ResNet.Distributed.Training.Tests.Data.DownloadCase;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class CifarDownloadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Target => _folder["data.tar.gz"];

    private string PartFile => _folder["data.tar.gz.part"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_wholeContent_arrives_with_its_progress()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(Content));
        var progress = new Recorder();

        Assert.Equal(Target, await new CifarDownload(Options(server)).RunAsync(_folder.Path, progress));

        AssertWhole();
        Assert.Equal(new DownloadProgress(Content.Length, Content.Length), progress.Reports[^1]);
        Assert.True(progress.Reports.Zip(progress.Reports.Skip(1)).All(pair => pair.First.Bytes < pair.Second.Bytes));
    }

    [Fact]
    public async Task An_earlier_part_is_gone_on_with()
    {
        File.WriteAllBytes(PartFile, Content[..123_456]);
        using var server = new LoopbackServer((_, from) => LoopbackServer.Part(Content, from!.Value));

        await new CifarDownload(Options(server)).RunAsync(_folder.Path);

        AssertWhole();
        Assert.Equal([123_456], server.Requests);
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        File.WriteAllBytes(PartFile, new byte[1000]);
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(Content));

        await new CifarDownload(Options(server)).RunAsync(_folder.Path);

        AssertWhole();
    }

    [Fact]
    public async Task A_whole_part_is_only_checked()
    {
        File.WriteAllBytes(PartFile, Content);
        using var server = new LoopbackServer((_, _) =>
            new($"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */{Content.Length}", []));

        await new CifarDownload(Options(server)).RunAsync(_folder.Path);

        AssertWhole();
    }

    [Fact]
    public async Task A_part_that_is_too_long_is_fetched_again()
    {
        File.WriteAllBytes(PartFile, [.. Content, 1, 2, 3]);
        using var server = new LoopbackServer((_, from) => from is null
            ? LoopbackServer.Full(Content)
            : new($"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */{Content.Length}", []));

        await new CifarDownload(Options(server)).RunAsync(_folder.Path);

        AssertWhole();
        Assert.Equal([Content.Length + 3, null], server.Requests);
    }

    [Fact]
    public async Task Drops_are_gone_on_from()
    {
        using var server = new LoopbackServer((number, from) => number switch
        {
            0 => LoopbackServer.Full(Content, sent: 100_000),
            1 => LoopbackServer.Part(Content, from!.Value, sent: 100_000),
            _ => LoopbackServer.Part(Content, from!.Value),
        });

        await new CifarDownload(Options(server)).RunAsync(_folder.Path);

        AssertWhole();
        Assert.Equal([null, 100_000, 200_000], server.Requests);
    }

    [Fact]
    public async Task A_connection_that_falls_silent_counts_as_dropped()
    {
        using var server = new LoopbackServer((number, from) => number == 0
            ? LoopbackServer.Full(Content, sent: 100_000) with { Hang = true }
            : LoopbackServer.Part(Content, from!.Value));

        await new CifarDownload(Options(server) with { StallLimit = TimeSpan.FromSeconds(0.3) }).RunAsync(_folder.Path);

        AssertWhole();
    }

    [Fact]
    public void By_default_it_is_the_official_archive_and_five_seconds()
    {
        var options = new CifarDownloadOptions();

        Assert.Equal("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", options.Address.AbsoluteUri);
        Assert.Equal(("c58f30108f718f92721af3b95e74349a", TimeSpan.FromSeconds(5)), (options.Md5, options.ConnectLimit));
    }

    private void AssertWhole()
    {
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.False(File.Exists(PartFile));
    }
}
