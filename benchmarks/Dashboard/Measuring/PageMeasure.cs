using System.Diagnostics;
using Microsoft.Playwright;

namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>How a sweep's page does in a real browser. Every visit begins as a new one, with an empty cache.</summary>
internal sealed class PageMeasure : IAsyncDisposable
{
    private const int Longest = 60_000;
    // Its default, at every frame, makes the browser draw frames that nobody needs.
    private static readonly PageWaitForFunctionOptions Looking = new() { PollingInterval = 20 };
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(10);

    // The browser itself notes whatever holds the main thread for 50 ms or more.
    private const string NoteStalls = """
        window.stalls = [];
        new PerformanceObserver(list => window.stalls.push(...list.getEntries().map(entry => entry.duration)))
            .observe({ type: 'longtask', buffered: true });
        """;

    private const string TakeStalls = "() => { const most = Math.max(0, ...window.stalls); window.stalls = []; return most; }";

    private const string IsShown = """
        () => document.querySelectorAll('section[aria-labelledby=trials] tbody th[scope=row]').length > 0
            && document.querySelectorAll('section[aria-labelledby=curves] .scatterlayer .trace').length > 0
        """;

    private const string IsDrawn = """
        () => [...document.querySelectorAll('.chart')].every(chart => chart.querySelector('.main-svg'))
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageMeasure(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts the browser.</summary>
    public static async Task<PageMeasure> StartAsync(string executable)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = ["--no-sandbox"] });
        return new PageMeasure(playwright, browser);
    }

    /// <summary>Visits a sweep's page several times.</summary>
    public async Task<PageFigures> VisitAsync(Uri page, int times, CancellationToken stop)
    {
        var visits = new List<Visit>();
        for (var i = 0; i < times; i++)
        {
            stop.ThrowIfCancellationRequested();
            visits.Add(await VisitAsync(page));
        }

        Samples Of(Func<Visit, double> figure) => Samples.Of([.. visits.Select(figure)]);
        return new PageFigures(
            Of(visit => visit.Shown),
            Of(visit => visit.Drawn),
            Of(visit => visit.Again),
            Of(visit => visit.FromList),
            Of(visit => visit.Opening),
            Of(visit => visit.Answer),
            Of(visit => visit.Stall));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<Visit> VisitAsync(Uri address)
    {
        await using var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        await context.AddInitScriptAsync(NoteStalls);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Longest);
        var clock = Stopwatch.StartNew();
        await OpenAsync(page, address);
        var shown = clock.Elapsed.TotalSeconds;
        await page.WaitForFunctionAsync(IsDrawn, options: Looking);
        var drawn = clock.Elapsed.TotalSeconds;
        var opening = await page.EvaluateAsync<double>(TakeStalls) / 1000;
        var answer = await ClickAsync(page);
        await page.WaitForTimeoutAsync((float)Watching.TotalMilliseconds);
        var stall = await page.EvaluateAsync<double>(TakeStalls) / 1000;

        clock.Restart();
        await OpenAsync(page, address);
        var again = clock.Elapsed.TotalSeconds;

        await page.GotoAsync(new Uri(address, "/").AbsoluteUri);
        var link = page.Locator($"a[href='{address.AbsolutePath}']").First;
        await Assertions.Expect(link).ToBeVisibleAsync();
        clock.Restart();
        await link.ClickAsync();
        await page.WaitForFunctionAsync(IsShown, options: Looking);
        return new Visit(shown, drawn, again, clock.Elapsed.TotalSeconds, opening, answer, stall);
    }

    private static async Task OpenAsync(IPage page, Uri address)
    {
        await page.GotoAsync(address.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync(IsShown, options: Looking);
    }

    private static async Task<double> ClickAsync(IPage page)
    {
        var trials = page.Locator("section[aria-labelledby=trials]");
        var head = trials.Locator("thead th", new() { HasText = "best" });
        var filter = trials.Locator("button.filter", new() { HasText = "completed" });
        return new[]
        {
            await TimeAsync(() => head.Locator("button").ClickAsync(), () => Assertions.Expect(head).Not.ToHaveAttributeAsync("aria-sort", "none")),
            await TimeAsync(() => filter.ClickAsync(), () => Assertions.Expect(filter).ToHaveAttributeAsync("aria-pressed", "true")),
        }.Max();
    }

    private static async Task<double> TimeAsync(Func<Task> act, Func<Task> effect)
    {
        var clock = Stopwatch.StartNew();
        await act();
        await effect();
        return clock.Elapsed.TotalSeconds;
    }

    private sealed record Visit(double Shown, double Drawn, double Again, double FromList, double Opening, double Answer, double Stall);
}
