using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>A real Chromium without a window; ended when disposed.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>What pages complained about in their consoles: errors, and exceptions that nobody caught.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Starts one; skips the test where it is not installed.</summary>
    public static async Task<Browser> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "chromium is not installed (Debian: apt-get install chromium).");
        var playwright = await Playwright.CreateAsync();
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program }));
    }

    /// <summary>A page with nothing remembered from another one.</summary>
    /// <param name="address">Where relative addresses start.</param>
    /// <param name="scheme">Whether the system is light or dark.</param>
    /// <param name="width">The window's, in pixels.</param>
    public async Task<IPage> OpenAsync(Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1400)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
