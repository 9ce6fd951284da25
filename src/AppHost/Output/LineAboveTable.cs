using Spectre.Console;
using Spectre.Console.Rendering;

namespace ResNet.Distributed.AppHost.Output;

/// <summary>
/// A line that scrolls away above a live table. The table is drawn again below it, so the old one is wiped from here to the screen's
/// end first; a line that is shorter than the table would leave the rest of it standing.
/// </summary>
internal sealed class LineAboveTable(string text) : IRenderable
{
    private const string EraseToEndOfScreen = "\e[J";

    private readonly IRenderable _text = new Text(text);

    public Measurement Measure(RenderOptions options, int maxWidth) => _text.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseToEndOfScreen), .. _text.Render(options, maxWidth), Segment.LineBreak];
}
