namespace ResNet.Distributed.Training.Data.Tar;

/// <summary>
/// Walks through a tar archive as it streams by. System.Formats.Tar is not used here: it reserves whatever length a pax or
/// long-name header claims (a gigabyte for an archive of two kilobytes) before it looks whether the bytes are there.
/// </summary>
internal sealed class TarEntries(string path, Stream archive)
{
    private const int MaxEntries = 100;
    private const long MaxSkipped = 16 << 20;

    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private long _position;
    private int _entries;

    /// <summary>Hands each entry to <paramref name="take"/>, which may read its content or leave it.</summary>
    public void ForEach(Action<TarHeader, TarContent> take, CancellationToken cancel)
    {
        while (ReadHeader() is { } header)
        {
            cancel.ThrowIfCancellationRequested();
            if (++_entries > MaxEntries)
            {
                throw Error($"more than {MaxEntries} entries", "the eight or so of CIFAR-10's archive");
            }

            var content = new TarContent(archive, header.Length);
            if (!header.IsMetadata)
            {
                take(header, content);
            }

            Skip(content, header);
        }

        Drain();
    }

    private TarHeader? ReadHeader()
    {
        archive.ReadExactly(_block);
        _position += _block.Length;
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            return null;
        }

        return TarHeader.Parse(_block)
            ?? throw new CifarDataException(
                path, null, $"no tar header at byte {_position - _block.Length} of the unzipped archive", "one");
    }

    private void Skip(TarContent content, TarHeader header)
    {
        var padding = -header.Length & (TarHeader.Bytes - 1);
        if (content.Remaining > MaxSkipped)
        {
            throw Error(
                $"{content.Remaining} bytes to pass over in {Pickle.Printable.Quote(header.Name)}", $"at most {MaxSkipped}");
        }

        var passed = content.Remaining;
        content.CopyTo(Stream.Null);
        if (content.Remaining > 0)
        {
            throw Error($"the end {content.Remaining} bytes early ({passed} were announced)", "a whole archive");
        }

        archive.ReadExactly(_block.AsSpan(0, (int)padding));
        _position += header.Length + padding;
    }

    // To the stream's end, so that gzip's own checksum is compared. Archives are padded with a few kilobytes of zeros.
    private void Drain()
    {
        var rest = new TarContent(archive, 1 << 20);
        rest.CopyTo(Stream.Null);
        if (rest.Remaining == 0)
        {
            throw Error("a megabyte and more after the archive's end", "its end");
        }
    }

    private CifarDataException Error(string found, string expected) => new(path, null, found, expected);
}
