using MudBlazor;

namespace ResNet.Distributed.Coordinator.Dashboard.Layout;

/// <summary>Colours and type of the pages. The fonts are the system's own: nothing is loaded for them.</summary>
internal static class DashboardTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Cantarell", "DejaVu Sans", "sans-serif"];

    /// <summary>For MudBlazor's components; dashboard.css takes its colours from the variables that this becomes.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2457c5",
            Secondary = "#5b6b82",
            Background = "#f5f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2430",
            TextPrimary = "#1b2430",
            TextSecondary = "#566274",
            ActionDefault = "#566274",
            LinesDefault = "#dfe3e9",
            LinesInputs = "#8b96a5",
            TableLines = "#e6e9ee",
            Divider = "#dfe3e9",
            Success = "#17734a",
            Warning = "#8a5a00",
            Error = "#b3261e",
            Info = "#1d6a96",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab4ff",
            PrimaryContrastText = "#0c1a33",
            Secondary = "#a3afc0",
            Background = "#10141a",
            Surface = "#181d25",
            AppbarBackground = "#181d25",
            AppbarText = "#e7ebf1",
            TextPrimary = "#e7ebf1",
            TextSecondary = "#a3afc0",
            ActionDefault = "#a3afc0",
            LinesDefault = "#2b323d",
            LinesInputs = "#6b7686",
            TableLines = "#262d37",
            Divider = "#2b323d",
            Success = "#5cc492",
            Warning = "#f0b849",
            Error = "#ff8a80",
            ErrorContrastText = "#3b0703",
            Info = "#6cc0ee",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.875rem", FontWeight = "600", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "56px" },
    };
}
