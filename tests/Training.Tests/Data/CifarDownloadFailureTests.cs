using System.Diagnostics;
using ResNet.Distributed.Contracts.Tests.Http;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Data.Download;
using static ResNet.Distributed.Training.Tests.Data.DownloadCase;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class CifarDownloadFailureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string PartFile => _folder["data.tar.gz.part"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_keeps_dropping_is_given_up_and_the_part_kept()
    {
        using var server = new LoopbackServer((number, from) => number == 0
            ? LoopbackServer.Full(Content, sent: 100_000)
            : LoopbackServer.Part(Content, from!.Value, sent: 0));

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server)).RunAsync(_folder.Path));

        Assert.Contains("kept dropping", error.Message);
        Assert.Equal(Content[..100_000], File.ReadAllBytes(PartFile));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_reset_as_soon_as_it_is_made_may_be_tried_again()
    {
        using var request = new RangeRequest(Options(ClosedPort()), LostConnections.Handler());
        await using var part = File.Create(PartFile);

        var error = await Assert.ThrowsAsync<DroppedConnectionException>(() => request.AppendAsync(part, null, CancellationToken.None));

        Assert.Contains("127.0.0.1 cannot be reached", error.Message);
    }

    [Fact]
    public async Task AnotherContent_is_removed()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full("something else"u8.ToArray()));

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server)).RunAsync(_folder.Path));

        Assert.Contains("instead of", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task More_than_the_limit_is_not_taken()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(Content));

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server) with { MaxBytes = 1000 }).RunAsync(_folder.Path));

        Assert.Contains("more than 1000 bytes", error.Message);
    }

    [Fact]
    public async Task A_refusal_is_not_asked_for_twice()
    {
        using var server = new LoopbackServer((_, _) => new("HTTP/1.1 404 Not Found\r\nContent-Length: 0", []));

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server)).RunAsync(_folder.Path));

        Assert.Contains("404 Not Found", error.Message);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_says_nothing_is_given_up_in_time(bool headersFirst)
    {
        using var server = new LoopbackServer((_, _) =>
            headersFirst ? LoopbackServer.Full(Content, sent: 0) with { Hang = true } : LoopbackServer.Silence());
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server) with { ConnectLimit = TimeSpan.FromSeconds(0.4) }).RunAsync(_folder.Path));

        Assert.Equal("no answer from 127.0.0.1 within 0.4 s", error.Message);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.35), TimeSpan.FromSeconds(5));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_refused_connection_ends_it_at_once()
    {
        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(ClosedPort())).RunAsync(_folder.Path));

        Assert.StartsWith("127.0.0.1 cannot be reached", error.Message);
    }

    [Fact]
    public async Task Cancelled_it_keeps_the_part()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(Content, sent: 100_000) with { Hang = true });
        var progress = new Recorder(report => { if (report.Bytes == 100_000) { cancel.Cancel(); } });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CifarDownload(Options(server)).RunAsync(_folder.Path, progress, cancel.Token));

        Assert.Equal(100_000, new FileInfo(PartFile).Length);
    }

    [Fact]
    public async Task Two_at_once_do_not_write_into_oneContent()
    {
        using var other = new FileStream(PartFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var server = new LoopbackServer((_, _) => LoopbackServer.Full(Content));

        var error = await Assert.ThrowsAsync<CifarDownloadException>(
            () => new CifarDownload(Options(server)).RunAsync(_folder.Path));

        Assert.Contains("cannot be written", error.Message);
        Assert.Empty(server.Requests);
    }
}
