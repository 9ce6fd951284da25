using System.Globalization;

namespace ResNet.Distributed.Coordinator.Dashboard.Layout;

/// <summary>What the server knows of who looks at a page.</summary>
/// <param name="Dark">Whether the page is dark.</param>
/// <param name="UtcOffset">How far the clock there is ahead of UTC.</param>
public sealed record Viewer(bool Dark, TimeSpan UtcOffset)
{
    /// <summary>A moment by the viewer's clock: <c>14:03:05</c>, with the date when that is not <paramref name="now"/>'s.</summary>
    public string Time(DateTimeOffset moment, DateTimeOffset now)
    {
        var (there, today) = (moment.ToOffset(UtcOffset), now.ToOffset(UtcOffset));
        return there.ToString(there.Date == today.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A moment by the viewer's clock as charts take it.</summary>
    public string ChartTime(DateTimeOffset moment) =>
        moment.ToOffset(UtcOffset).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
