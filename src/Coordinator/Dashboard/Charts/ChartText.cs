using System.Net;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>Text from elsewhere in a chart's labels, which take a few of HTML's tags.</summary>
internal static class ChartText
{
    private const int Most = 240;
    private const int Width = 60;

    /// <summary>A message, without tags of its own, shortened, in lines that fit.</summary>
    public static string Wrap(string message)
    {
        var text = message.ReplaceLineEndings(" ");
        text = text.Length > Most ? text[..Most] + "…" : text;
        return string.Join("<br>", text.Chunk(Width).Select(line => WebUtility.HtmlEncode(new string(line))));
    }
}
