namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Gathers everything that is wrong with one file, so that it is said at once.</summary>
internal sealed class FaultList(string source)
{
    // More than anyone mends in one go; a hostile file must not grow its answer without bound.
    private const int Most = 100;

    /// <summary>The longest phrase of what was expected.</summary>
    public const int MostExpected = 300;

    private readonly List<SweepFault> _faults = [];
    private bool _unreadable;
    private int _leftOut;

    public bool Any => _faults.Count > 0;

    public void Add(int line, string key, string value, string expected)
    {
        if (_faults.Count == Most)
        {
            _leftOut++;
            return;
        }

        _faults.Add(new SweepFault(
            line, TextGuard.Printable(key, 120), TextGuard.Printable(value, 60), TextGuard.Printable(expected, MostExpected)));
    }

    /// <summary>A fault after which the rest of the file means nothing.</summary>
    public void AddUnreadable(int line, string key, string value, string expected)
    {
        Add(line, key, value, expected);
        _unreadable = true;
    }

    public void ThrowIfUnreadable()
    {
        if (_unreadable)
        {
            ThrowIfAny();
        }
    }

    public void ThrowIfAny()
    {
        if (!Any)
        {
            return;
        }

        if (_leftOut > 0)
        {
            _faults.Add(new SweepFault(int.MaxValue, "", $"{_leftOut} more", $"no more than {Most} faults to list"));
        }

        // OrderBy keeps the order of faults on one line.
        throw new SweepFileException(
            source, [.. _faults.OrderBy(f => f.Line).Select(f => f.Line == int.MaxValue ? f with { Line = 0 } : f)]);
    }
}
