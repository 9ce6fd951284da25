namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>The pickle machine's stack, with its marks. Never pops below the innermost mark.</summary>
internal sealed class PickleStack(PickleInput input)
{
    private readonly List<PickleValue> _values = [];
    private readonly Stack<int> _marks = [];

    public void Push(PickleValue value)
    {
        if (_values.Count == PickleLimits.Stack)
        {
            throw input.Error(
                value.Offset, $"more than {PickleLimits.Stack} values on the stack", "lists in batches, as Python writes them");
        }

        _values.Add(value);
    }

    public void Mark(int offset)
    {
        if (_marks.Count == PickleLimits.Marks)
        {
            throw input.Error(offset, $"more than {PickleLimits.Marks} marks inside each other", "at most three");
        }

        _marks.Push(_values.Count);
    }

    public PickleValue Pop(int offset)
    {
        var value = Top(offset);
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public PickleValue Top(int offset) =>
        _values.Count > Floor ? _values[^1] : throw input.Error(offset, "an operation on an empty stack", "a value before it");

    /// <summary>Takes off the topmost values, in the order in which they were pushed.</summary>
    public PickleValue[] Pop(int count, int offset)
    {
        if (_values.Count - Floor < count)
        {
            throw input.Error(offset, $"{_values.Count - Floor} values on the stack", $"{count}");
        }

        var taken = _values.GetRange(_values.Count - count, count).ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return taken;
    }

    /// <summary>Takes off all values above the innermost mark, and the mark.</summary>
    public PickleValue[] PopToMark(int offset)
    {
        if (_marks.Count == 0)
        {
            throw input.Error(offset, "an operation that needs a mark", "a mark before it");
        }

        var taken = Pop(_values.Count - Floor, offset);
        _marks.Pop();
        return taken;
    }

    private int Floor => _marks.TryPeek(out var floor) ? floor : 0;
}
