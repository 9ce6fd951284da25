namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// The values that a pickle remembers, by their keys. Python counts them up by one: those lie in a row, and any others in a dictionary.
/// </summary>
internal sealed class PickleMemo(PickleInput input)
{
    private PickleValue[] _row = new PickleValue[64];
    private uint _firstKey;
    private int _count;
    private Dictionary<uint, PickleValue>? _others;

    public bool IsFull => _count + (_others?.Count ?? 0) >= PickleLimits.Memo;

    public void Set(uint key, in PickleValue value, int at)
    {
        if (IsFull && !TryGet(key, out _))
        {
            throw input.Error(at, $"more than {PickleLimits.Memo} remembered values", "fewer");
        }

        SetUnchecked(key, value);
    }

    /// <summary>For a memo that is not full, or has the key.</summary>
    public void SetUnchecked(uint key, in PickleValue value)
    {
        if (_count == 0)
        {
            _firstKey = key;
        }

        var index = key - _firstKey;
        if (index > (uint)_count)
        {
            (_others ??= [])[key] = value;
            return;
        }

        if (index == (uint)_row.Length)
        {
            Array.Resize(ref _row, 4 * _row.Length);
        }

        _row[index] = value;
        _count = Math.Max(_count, (int)index + 1);
    }

    public PickleValue Get(uint key, int at) => TryGet(key, out var value) ? value : throw input.Error(
        at, $"a reference to the value {key}", "one that was stored before");

    private bool TryGet(uint key, out PickleValue value)
    {
        var index = key - _firstKey;
        if (index < (uint)_count)
        {
            value = _row[index];
            return true;
        }

        value = default;
        return _others is not null && _others.TryGetValue(key, out value);
    }
}
