namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>The pickle machine's stack, with its marks. Never pops below the innermost mark.</summary>
internal sealed class PickleStack(PickleInput input)
{
    // One of Python's batches of list items fits, with what lies below it.
    private const int FirstCapacity = 1 << 10;

    private readonly int[] _marks = new int[PickleLimits.Marks];
    private PickleValue[] _values = new PickleValue[FirstCapacity];
    private int _count;
    private int _markCount;

    public bool IsFull => _count == PickleLimits.Stack;

    /// <summary>Whether there is no value above the innermost mark.</summary>
    public bool IsEmpty => _count == Floor;

    private int Floor => _markCount > 0 ? _marks[_markCount - 1] : 0;

    public void Push(in PickleValue value)
    {
        if (IsFull)
        {
            throw input.Error(
                value.Offset, $"more than {PickleLimits.Stack} values on the stack", "lists in batches, as Python writes them");
        }

        PushUnchecked(value);
    }

    /// <summary>For a stack that is not full.</summary>
    public void PushUnchecked(in PickleValue value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, 2 * _count);
        }

        _values[_count++] = value;
    }

    public void Mark(int offset)
    {
        if (_markCount == PickleLimits.Marks)
        {
            throw input.Error(offset, $"more than {PickleLimits.Marks} marks inside each other", "at most three");
        }

        _marks[_markCount++] = _count;
    }

    public PickleValue Pop(int offset)
    {
        var value = Top(offset);
        _count--;
        return value;
    }

    public ref readonly PickleValue Top(int offset)
    {
        if (IsEmpty)
        {
            throw input.Error(offset, "an operation on an empty stack", "a value before it");
        }

        return ref _values[_count - 1];
    }

    /// <summary>Takes off the topmost values, in the order in which they were pushed. Valid until the next push.</summary>
    public ReadOnlySpan<PickleValue> Pop(int count, int offset)
    {
        if (_count - Floor < count)
        {
            throw input.Error(offset, $"{_count - Floor} values on the stack", $"{count}");
        }

        _count -= count;
        return new ReadOnlySpan<PickleValue>(_values, _count, count);
    }

    /// <summary>Takes off all values above the innermost mark, and the mark. Valid until the next push.</summary>
    public ReadOnlySpan<PickleValue> PopToMark(int offset)
    {
        if (_markCount == 0)
        {
            throw input.Error(offset, "an operation that needs a mark", "a mark before it");
        }

        var taken = Pop(_count - Floor, offset);
        _markCount--;
        return taken;
    }
}
