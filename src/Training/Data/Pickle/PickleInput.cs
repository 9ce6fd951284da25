using System.Buffers.Binary;
using System.Text;

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// A pickle's bytes, read through a small window. A length in the file is believed only as far as bytes are there.
/// </summary>
internal sealed class PickleInput(string file, Stream stream, long length)
{
    private readonly byte[] _window = new byte[64 * 1024];
    private int _next;
    private int _filled;
    private bool _hasPayload;

    public string File => file;

    public long Length => length;

    /// <summary>The offset of the next byte. Files of 2 GiB and more are refused before they are opened.</summary>
    public int Position { get; private set; }

    /// <summary>The next bytes that are in the window already; none, perhaps. Valid until the next read.</summary>
    public ReadOnlySpan<byte> Window => new(_window, _next, _filled - _next);

    public byte ReadByte() => Read(1)[0];

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Read(4));

    /// <summary>The next bytes, at most as many as the window holds. Valid until the next read.</summary>
    public ReadOnlySpan<byte> Read(int count)
    {
        if (_filled - _next < count)
        {
            Fill(count);
        }

        var bytes = new ReadOnlySpan<byte>(_window, _next, count);
        Skip(count);
        return bytes;
    }

    /// <summary>Goes on behind bytes of <see cref="Window"/>.</summary>
    public void Skip(int count)
    {
        _next += count;
        Position += count;
    }

    /// <summary>A line without its end, as Latin-1.</summary>
    public string ReadLine(int limit)
    {
        var start = Position;
        var line = new StringBuilder();
        for (var c = (char)ReadByte(); c != '\n'; c = (char)ReadByte())
        {
            if (line.Length == limit)
            {
                throw Error(start, $"a line without end, {Printable.Quote(line.ToString())}", $"at most {limit} bytes");
            }

            line.Append(c);
        }

        return line.ToString();
    }

    /// <summary>A string of the given length, which may be the images (see <see cref="PicklePayload"/>).</summary>
    public object ReadString(int count, bool utf8)
    {
        var start = Position;
        CheckRemaining(count);
        if (count <= PickleLimits.Text)
        {
            var bytes = Read(count);
            return !utf8 ? Encoding.Latin1.GetString(bytes) : Latin1Text.Decode(bytes) ?? throw BadText(start);
        }

        if (_hasPayload)
        {
            throw Error(start, $"a second string of more than {PickleLimits.Text} bytes", "one only, the images");
        }

        _hasPayload = true;
        return utf8 ? ReadTextPayload(start, count)
            : stream.CanSeek ? SkipPayload(start, count)
            : new PicklePayload(start, count, ReadBytes(count));
    }

    public CifarDataException Error(long offset, string found, string expected) => new(file, offset, found, expected);

    private PicklePayload SkipPayload(int start, int count)
    {
        stream.Position = start + count;
        (_next, _filled, Position) = (0, 0, start + count);
        return new PicklePayload(start, count, null);
    }

    // Python 3 writes bytes at protocol 2 as text in which each byte is a character below U+0100, so up to twice as long.
    private PicklePayload ReadTextPayload(int start, int count)
    {
        var bytes = ReadBytes(count);
        var decoded = Latin1Text.DecodeInPlace(bytes) ?? throw BadText(start);
        return new PicklePayload(start, decoded, bytes);
    }

    private byte[] ReadBytes(int count)
    {
        var buffered = Math.Min(count, _filled - _next);
        var bytes = stream.ReadGrowing(_window.AsSpan(_next, buffered), count);
        _next += buffered;
        Position += bytes.Length;
        return bytes.Length == count ? bytes : throw Truncated(count - bytes.Length);
    }

    private void CheckRemaining(int count)
    {
        if (count < 0 || count > length - Position)
        {
            throw Error(
                Position, $"a string of {(uint)count} bytes", $"at most the {length - Position} that are left in the file");
        }
    }

    private void Fill(int count)
    {
        _window.AsSpan(_next, _filled - _next).CopyTo(_window);
        (_next, _filled) = (0, _filled - _next);
        _filled += stream.ReadAtLeast(_window.AsSpan(_filled), count - _filled, throwOnEndOfStream: false);
        if (_filled < count)
        {
            throw Truncated(count - _filled);
        }
    }

    private CifarDataException Truncated(int missing) =>
        Error(Position + (_filled - _next), "the end of the file", $"at least {missing} more bytes (the file is cut off)");

    private CifarDataException BadText(int start) =>
        Error(start, "text that is not UTF-8, or with characters above U+00FF", "text that stands for bytes");
}
