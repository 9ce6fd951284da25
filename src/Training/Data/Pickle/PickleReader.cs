namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// Reads one value written by pickle protocol 2. It knows the opcodes and globals of CIFAR-10's files and refuses all
/// others, so that a hostile file can run nothing; its work is one pass over the bytes, its memory bounded by
/// <see cref="PickleLimits"/>.
/// </summary>
internal sealed class PickleReader
{
    private const string Advice = "CIFAR-10's own files have no such thing: do not trust this one, and get the official archive.";

    private readonly PickleInput _input;
    private readonly PickleStack _stack;
    private readonly PickleContainers _containers;
    private readonly NumpyBuilder _numpy;
    private readonly PickleMemo _memo;
    private readonly PickleItems _items;

    private PickleReader(PickleInput input)
    {
        _input = input;
        _stack = new PickleStack(input);
        _containers = new PickleContainers(input, _stack);
        _numpy = new NumpyBuilder(input);
        _memo = new PickleMemo(input);
        _items = new PickleItems(input, _stack, _memo);
    }

    /// <summary>Reads the whole file as one value.</summary>
    /// <exception cref="CifarDataException">It is not such a file, is cut off, or goes on after its end.</exception>
    public static PickleValue Read(PickleInput input, CancellationToken cancel = default) => new PickleReader(input).Run(cancel);

    private PickleValue Run(CancellationToken cancel)
    {
        ReadHeader();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            _items.Apply();
            var at = _input.Position;
            var opcode = (PickleOpcode)_input.ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return Finish(at);
            }

            if (!Scalar(opcode, at) && !Structure(opcode, at))
            {
                throw new CifarDataException(
                    _input.File, at, $"opcode 0x{(byte)opcode:x2}", "an opcode of CIFAR-10's pickles (protocol 2)", Advice);
            }
        }
    }

    private void ReadHeader()
    {
        var (first, second) = (_input.ReadByte(), _input.ReadByte());
        if (first != (byte)PickleOpcode.Proto || second != 2)
        {
            throw _input.Error(0, $"the bytes 0x{first:x2} 0x{second:x2}", "0x80 0x02, the start of a pickle of protocol 2");
        }
    }

    private PickleValue Finish(int at)
    {
        if (_input.Position != _input.Length)
        {
            throw _input.Error(
                _input.Position, $"{_input.Length - _input.Position} more bytes after the pickle's end", "the end of the file");
        }

        return _stack.Pop(at);
    }

    private bool Scalar(PickleOpcode opcode, int at)
    {
        PickleValue value;
        switch (opcode)
        {
            case PickleOpcode.BinInt1: value = new(PickleKind.Int, at, _input.ReadByte()); break;
            case PickleOpcode.BinInt2: value = new(PickleKind.Int, at, _input.ReadUInt16()); break;
            case PickleOpcode.BinInt: value = new(PickleKind.Int, at, _input.ReadInt32()); break;
            case PickleOpcode.None: value = new(PickleKind.None, at); break;
            case PickleOpcode.NewTrue: value = new(PickleKind.Bool, at, 1); break;
            case PickleOpcode.NewFalse: value = new(PickleKind.Bool, at); break;
            case PickleOpcode.ShortBinString: value = ReadString(PickleKind.Bytes, _input.ReadByte(), at); break;
            case PickleOpcode.BinString: value = ReadString(PickleKind.Bytes, _input.ReadInt32(), at); break;
            case PickleOpcode.BinUnicode: value = ReadString(PickleKind.Text, _input.ReadInt32(), at); break;
            case PickleOpcode.Global: value = ReadGlobal(at); break;
            case PickleOpcode.BinGet: value = _memo.Get(_input.ReadByte(), at); break;
            case PickleOpcode.LongBinGet: value = _memo.Get((uint)_input.ReadInt32(), at); break;
            default: return false;
        }

        _stack.Push(value);
        return true;
    }

    private bool Structure(PickleOpcode opcode, int at)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(at); return true;
            case PickleOpcode.BinPut: _memo.Set(_input.ReadByte(), _stack.Top(at), at); return true;
            case PickleOpcode.LongBinPut: _memo.Set((uint)_input.ReadInt32(), _stack.Top(at), at); return true;
            case PickleOpcode.Reduce: Reduce(at); return true;
            case PickleOpcode.Build: _numpy.SetState(state: _stack.Pop(at), of: _stack.Top(at)); return true;
            default: return _containers.Apply(opcode, at);
        }
    }

    private void Reduce(int at)
    {
        var arguments = _stack.Pop(at);
        _stack.Push(_numpy.Call(_stack.Pop(at), arguments, at));
    }

    private PickleValue ReadString(PickleKind kind, int count, int at) =>
        new(kind, at, 0, _input.ReadString(count, utf8: kind == PickleKind.Text));

    private PickleValue ReadGlobal(int at)
    {
        var (module, name) = (_input.ReadLine(PickleLimits.GlobalLine), _input.ReadLine(PickleLimits.GlobalLine));
        return PickleGlobals.Find(module, name) is { } global
            ? new PickleValue(PickleKind.Global, at, (int)global)
            : throw new CifarDataException(
                _input.File, at, $"the Python global {Printable.Quote($"{module}.{name}")}", PickleGlobals.Known, Advice);
    }
}
