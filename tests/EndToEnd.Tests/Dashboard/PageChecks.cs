using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ResNet.Distributed.EndToEnd.Tests.Dashboard;

/// <summary>What every page has to pass.</summary>
internal static class PageChecks
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("RESNET_TEST_SCREENSHOTS");

    /// <summary>Axe finds nothing serious.</summary>
    public static async Task HasNoSeriousFaultAsync(IPage page, string what)
    {
        var result = await page.RunAxe();
        var faults = result.Violations
            .Where(fault => fault.Impact is "serious" or "critical")
            .SelectMany(fault => fault.Nodes.Select(node => $"{what}: {fault.Impact} {fault.Id}: {fault.Help}: {node.Html}"))
            .ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    /// <summary>Nothing of it is to the right of the window.</summary>
    public static async Task FitsAsync(IPage page, string what)
    {
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 0, $"{what} is {over} pixels wider than its window");
    }

    /// <summary>A picture of the whole page, where someone wants pictures.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (!string.IsNullOrEmpty(Screenshots))
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });
        }
    }
}
