using System.Threading.Channels;

namespace ResNet.Distributed.GpuWorker.Reporting;

/// <summary>Reports on their way from the training thread to the cluster, in order. Training never waits for them.</summary>
internal sealed class ReportQueue
{
    private readonly Channel<AttemptReport> _channel =
        Channel.CreateUnbounded<AttemptReport>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The other end.</summary>
    public ChannelReader<AttemptReport> Reader => _channel.Reader;

    /// <summary>Adds a report; from any thread.</summary>
    public void Add(AttemptReport report)
    {
        if (!_channel.Writer.TryWrite(report))
        {
            throw new InvalidOperationException("The queue of reports takes everything until the process ends.");
        }
    }
}
