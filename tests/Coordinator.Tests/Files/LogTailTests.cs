using System.Text;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Tests.Files;

public sealed class LogTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-log-").FullName;

    private string File => Path.Combine(_folder, "log.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_empty_where_there_is_no_file_and_where_there_is_an_empty_one()
    {
        Assert.Equal("", await TailAsync(10));
        Assert.Equal("", await LogTail.ReadAsync(Path.Combine(_folder, "none/log.txt"), 10, default));
        Write("");
        Assert.Equal("", await TailAsync(10));
    }

    [Theory]
    [InlineData(1, "c\n")]
    [InlineData(2, "\nc\n")]
    [InlineData(3, "b\n\nc\n")]
    [InlineData(4, "a\nb\n\nc\n")]
    [InlineData(5000, "a\nb\n\nc\n")]
    public async Task It_has_the_last_lines_and_no_more(int lines, string expected)
    {
        Write("a\nb\n\nc\n");

        Assert.Equal(expected, await TailAsync(lines));
    }

    [Fact]
    public async Task A_line_that_is_being_written_comes_when_it_is_whole()
    {
        Write("a\nb\nhalf a li");
        Assert.Equal("b\n", await TailAsync(1));

        await System.IO.File.AppendAllTextAsync(File, "ne\n");
        Assert.Equal("half a line\n", await TailAsync(1));
    }

    [Fact]
    public async Task It_is_read_while_somebody_appends()
    {
        await using var writer = new StreamWriter(new FileStream(File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
        await writer.WriteAsync("a\nb\n");
        await writer.FlushAsync();

        Assert.Equal("a\nb\n", await TailAsync(10));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_shown_as_such_and_spoil_nothing()
    {
        await System.IO.File.WriteAllBytesAsync(File, [.. "first\n"u8, 0xC3, 0x28, 0xFF, (byte)'\n', .. "größe\n"u8]);

        Assert.Equal("first\n\uFFFD(\uFFFD\ngröße\n", await TailAsync(10));
    }

    [Fact]
    public async Task It_is_what_lies_at_the_end_however_the_lines_fall_into_blocks() =>
        await Gen.Select(Gen.String[Gen.Char['a', 'ö'], 0, 3000].Array[0, 400], Gen.Int[1, 500]).SampleAsync(
            async (lines, count) =>
            {
                Write(string.Concat(lines.Select(line => line + "\n")));
                Assert.Equal(string.Concat(lines.TakeLast(count).Select(line => line + "\n")), await TailAsync(count));
            },
            iter: 25,
            threads: 1);

    [Fact]
    public async Task Of_a_huge_file_only_the_end_is_read()
    {
        // Mostly a hole: it takes no room, but whoever read it from its begin would need a long time and much memory.
        await using (var file = new FileStream(File, FileMode.Create))
        {
            file.SetLength(1L << 36);
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync("\nlast\n"u8.ToArray());
        }

        Assert.Equal("last\n", await TailAsync(1));
        Assert.EndsWith("\0\nlast\n", await TailAsync(5000), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5001)]
    public async Task A_number_of_lines_out_of_its_range_is_refused(int lines) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TailAsync(lines));

    private Task<string> TailAsync(int lines) => LogTail.ReadAsync(File, lines, default);

    private void Write(string text) => System.IO.File.WriteAllText(File, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
