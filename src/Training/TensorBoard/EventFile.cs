using Google.Protobuf;
using Tensorboard;

namespace ResNet.Distributed.Training.TensorBoard;

/// <summary>
/// Scalars of a run for <c>tensorboard --logdir</c>. Every attempt at the run writes a file of its own into the run's folder, and a step
/// that an earlier one has written is not written again.
/// </summary>
/// <remarks>
/// TorchSharp's <c>SummaryWriter</c> is not used: the first record of its files has the clock's ticks where TensorBoard expects seconds,
/// which puts the run's beginning some twenty billion years from now; and it cannot tell what is there already. Its messages are.
/// </remarks>
public sealed class EventFile : IDisposable
{
    // What TensorBoard looks for at the beginning of a file.
    private const string Version = "brain.Event:2";

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private long _last;

    private EventFile(FileStream file, TimeProvider time, long last) => (_file, _time, _last) = (file, time, last);

    /// <summary>Starts a file in a run's folder, which is made where it does not exist.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="attempt">Tells files apart that are started within a second.</param>
    /// <param name="time">When something was written.</param>
    /// <exception cref="IOException">The folder cannot be read or written; so for <see cref="Write"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static EventFile Create(string folder, int attempt, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var last = EventFolder.LastStep(folder);
        var path = Path.Combine(folder, EventFolder.NewName(time.GetUtcNow(), attempt));
        var events = new EventFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), time, last);
        events.Append(new Event { FileVersion = Version });
        return events;
    }

    /// <summary>Writes the values of a step, unless a step as late or later is there.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="scalars">Tags and values; TensorBoard groups tags by what comes before a slash.</param>
    public void Write(long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        if (step <= _last)
        {
            return;
        }

        var summary = new Summary();
        summary.Value.AddRange(scalars.Select(scalar => new Summary.Types.Value { Tag = scalar.Tag, SimpleValue = (float)scalar.Value }));
        Append(new Event { Step = step, Summary = summary });
        _last = step;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Append(Event entry)
    {
        entry.WallTime = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        _file.Write(RecordFraming.Frame(entry.ToByteArray()));
    }
}
