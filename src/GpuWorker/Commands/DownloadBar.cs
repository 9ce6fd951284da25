using System.Globalization;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>Shows a download: a bar that is redrawn in a terminal, a line every tenth elsewhere.</summary>
internal sealed class DownloadBar(TextWriter output) : IProgress<DownloadProgress>, IDisposable
{
    private const int Width = 40;

    private readonly Lock _lock = new();
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private int _shown = -1;

    public void Report(DownloadProgress value)
    {
        lock (_lock)
        {
            var percent = value.Total is > 0 ? (int)(100 * value.Bytes / value.Total.Value) : 0;
            var step = _terminal ? percent : percent / 10;
            if (step == _shown)
            {
                return;
            }

            _shown = step;
            var bar = new string('#', percent * Width / 100).PadRight(Width, '.');
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"downloading CIFAR-10 [{bar}] {percent,3} %  {value.Bytes / 1e6:0} of {value.Total / 1e6:0} MB");
            output.Write(_terminal ? $"\r{text}" : $"{text}\n");
        }
    }

    public void Dispose()
    {
        if (_terminal && _shown >= 0)
        {
            output.WriteLine();
        }
    }
}
