using Plotly.Blazor;
using Plotly.Blazor.ConfigLib;
using Plotly.Blazor.LayoutLib;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>What all charts have in common.</summary>
internal static class ChartLayout
{
    /// <summary>No logo, no tool bar that covers the curves; a double click shows everything again.</summary>
    public static Config Config { get; } = new()
    {
        Responsive = true,
        DisplayLogo = false,
        DisplayModeBar = DisplayModeBarEnum.False,
        DoubleClick = DoubleClickEnum.Reset,
        ShowTips = false,
    };

    /// <summary>An empty chart in the page's colours. What was zoomed stays zoomed while <paramref name="view"/> stays the same.</summary>
    public static Plotly.Blazor.Layout Create(ChartColours colours, string view) => new()
    {
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        Font = new Font { Color = colours.Text, Family = "system-ui, sans-serif", Size = 12 },
        HoverLabel = new HoverLabel { BgColor = colours.Surface, BorderColor = colours.Muted, Font = new Plotly.Blazor.LayoutLib.HoverLabelLib.Font { Color = colours.Text }, Align = Plotly.Blazor.LayoutLib.HoverLabelLib.AlignEnum.Left },
        UiRevision = view,
        Legend =
        [
            new Legend
            {
                Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H,
                X = 0,
                Y = 1.02m,
                YAnchor = Plotly.Blazor.LayoutLib.LegendLib.YAnchorEnum.Bottom,
            },
        ],
    };
}
