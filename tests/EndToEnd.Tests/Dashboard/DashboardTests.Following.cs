using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard in a real browser, over a cluster that trains.</summary>
[Collection(Clusters.Name)]
public sealed partial class DashboardTests(SyntheticData data, DashboardCluster cluster) : IClassFixture<DashboardCluster>
{
    private const float Patience = 60_000;

    [Fact]
    public async Task A_sweep_is_followed_from_the_form_to_its_end()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        var page = await browser.OpenAsync(cluster.Address);

        await FillFormAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the sweep" }).ClickAsync();
        await page.WaitForURLAsync("**/sweeps/followed");
        await page.EvaluateAsync("window.notReloaded = true");
        await Assertions.Expect(page).ToHaveTitleAsync("followed · ResNet.Distributed");

        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Table of trials" }).Locator("tbody tr:has(a)");
        await Assertions.Expect(rows).ToHaveCountAsync(2, new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("section:has(#curves) .scatterlayer .trace").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".head .state")).ToHaveTextAsync("completed", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("section:has(#curves) .scatterlayer .trace")).ToHaveCountAsync(2);
        await Assertions.Expect(rows.GetByText("completed")).ToHaveCountAsync(2);
        Assert.True(await page.EvaluateAsync<bool>("window.notReloaded === true"), "the page was loaded anew");

        await ShowsWhatTheApiSaysAsync(page, rows);
        await DownloadsTheBestModelAsync(page);
        await SortsAndFiltersAsync(page, rows);
        await rows.First.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(TrialTitle());
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Table of epochs" }).Locator("tbody th")).ToHaveTextAsync(["1", "2"]);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_sweep_is_cancelled_and_resumed()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        await cluster.SubmitAsync(SweepFiles.Long);
        var page = await browser.OpenAsync(cluster.Address);
        var state = page.Locator(".head .state");

        await page.GotoAsync("sweeps/long");
        await CancelAsync(page);
        await Assertions.Expect(state).ToHaveTextAsync("cancelled");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(state).ToHaveTextAsync("running");
        await CancelAsync(page);
        await Assertions.Expect(state).ToHaveTextAsync("cancelled");

        using var http = new HttpClient { BaseAddress = cluster.Address };
        var sweep = await http.GetFromJsonAsync<SweepView>("api/sweeps/long", ApiJson.Options);
        Assert.Equal(SweepStatus.Cancelled, sweep!.Status);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_coordinator_that_died_is_waited_for()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        var page = await browser.OpenAsync(cluster.Address);
        await page.GotoAsync("workers");
        var workers = page.GetByRole(AriaRole.Region, new() { Name = "Table of workers" });
        await Assertions.Expect(workers.Locator("tbody tr")).ToHaveCountAsync(2);

        cluster.KillCoordinator();

        await Assertions.Expect(page.GetByText("The coordinator does not answer")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The coordinator does not answer")).ToBeHiddenAsync(new() { Timeout = Patience });
        await Assertions.Expect(workers.Locator("tbody tr")).ToHaveCountAsync(2, new() { Timeout = Patience });
    }

    private static async Task FillFormAsync(IPage page)
    {
        await page.GotoAsync("new");
        foreach (var (label, value) in new[]
        {
            ("Name", "followed"), ("Learning rates", "1e-3, 1e-4"), ("Batch size", "16"), ("Epochs", "2"), ("Train limit", "32"),
        })
        {
            await page.GetByLabel(label).FillAsync(value);
        }

        await Assertions.Expect(page.GetByText("followed: 2 trials by grid search")).ToBeVisibleAsync();
    }

    private async Task ShowsWhatTheApiSaysAsync(IPage page, ILocator rows)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        var trials = (await http.GetFromJsonAsync<TrialView[]>("api/sweeps/followed/trials", ApiJson.Options))!;
        foreach (var trial in trials)
        {
            var row = rows.Nth(trial.Number - 1);
            await Assertions.Expect(row).ToContainTextAsync(Numbers.Parameter(trial.Parameters["lr"]));
            await Assertions.Expect(row).ToContainTextAsync(Numbers.Accuracy(trial.Last!.TestAccuracy));
            await Assertions.Expect(row).ToContainTextAsync("2/2");
        }

        var best = trials.Max(trial => trial.Best);
        await Assertions.Expect(page.Locator("section.best")).ToContainTextAsync(Numbers.Accuracy(best));
        await Assertions.Expect(page.Locator("section.best")).ToContainTextAsync("SYNTHETIC");
    }

    private async Task DownloadsTheBestModelAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the model" }).ClickAsync());

        Assert.Equal("followed-best.safetensors", download.SuggestedFilename);
        await using var got = await download.CreateReadStreamAsync();
        await using var there = File.OpenRead(Path.Combine(cluster.Output, "followed", "best", "model.safetensors"));
        Assert.Equal(Convert.ToHexString(await SHA256.HashDataAsync(there)), Convert.ToHexString(await SHA256.HashDataAsync(got)));
    }

    private static async Task SortsAndFiltersAsync(IPage page, ILocator rows)
    {
        var heads = page.GetByRole(AriaRole.Region, new() { Name = "Table of trials" });
        await heads.GetByRole(AriaRole.Button, new() { Name = "lr", Exact = true }).ClickAsync();
        await Assertions.Expect(rows.First).ToContainTextAsync("1e-4");
        await heads.GetByRole(AriaRole.Button, new() { Name = "lr", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(rows.First).ToContainTextAsync("0.001");
        await page.GetByRole(AriaRole.Button, new() { Name = "completed 2" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
    }

    private static async Task CancelAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the sweep" }).ClickAsync();
    }

    [GeneratedRegex(@"^Trial \d$")]
    private static partial Regex TrialTitle();
}
