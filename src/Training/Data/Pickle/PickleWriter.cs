using System.Buffers.Binary;
using System.Text;

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// Writes protocol 2 as Python 2's cPickle did for CIFAR-10: the same opcodes, the same batches of 1000 list items, and a
/// number for each remembered value, counted from 1.
/// </summary>
internal sealed class PickleWriter(Stream stream)
{
    private const int ListBatch = 1000;
    private uint _remembered;

    public void Begin()
    {
        Op(PickleOpcode.Proto);
        stream.WriteByte(2);
    }

    public void End() => Op(PickleOpcode.Stop);

    public void Op(PickleOpcode opcode) => stream.WriteByte((byte)opcode);

    /// <summary>Remembers the value on top of the stack.</summary>
    public void Put()
    {
        if (++_remembered <= byte.MaxValue)
        {
            Op(PickleOpcode.BinPut);
            stream.WriteByte((byte)_remembered);
        }
        else
        {
            Op(PickleOpcode.LongBinPut);
            WriteInt32((int)_remembered);
        }
    }

    public void Int(int value)
    {
        if (value is >= 0 and <= byte.MaxValue)
        {
            Op(PickleOpcode.BinInt1);
            stream.WriteByte((byte)value);
        }
        else if (value is >= 0 and <= ushort.MaxValue)
        {
            Op(PickleOpcode.BinInt2);
            stream.WriteByte((byte)value);
            stream.WriteByte((byte)(value >> 8));
        }
        else
        {
            Op(PickleOpcode.BinInt);
            WriteInt32(value);
        }
    }

    /// <summary>A Latin-1 string of at most 255 characters; a longer one goes through <see cref="Bytes"/>.</summary>
    public void String(string text)
    {
        Op(PickleOpcode.ShortBinString);
        stream.WriteByte(checked((byte)text.Length));
        stream.Write(Encoding.Latin1.GetBytes(text));
    }

    /// <summary>A string of any length.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Op(PickleOpcode.BinString);
        WriteInt32(bytes.Length);
        stream.Write(bytes);
    }

    public void Global(string module, string name)
    {
        Op(PickleOpcode.Global);
        stream.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
        Put();
    }

    /// <summary>A list, each item written by <paramref name="writeItem"/>.</summary>
    public void List(int count, Action<int> writeItem)
    {
        Op(PickleOpcode.EmptyList);
        Put();
        for (var start = 0; start < count; start += ListBatch)
        {
            var end = Math.Min(count, start + ListBatch);
            if (end - start == 1)
            {
                writeItem(start);
                Op(PickleOpcode.Append);
                continue;
            }

            Op(PickleOpcode.Mark);
            for (var i = start; i < end; i++)
            {
                writeItem(i);
            }

            Op(PickleOpcode.Appends);
        }
    }

    private void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
