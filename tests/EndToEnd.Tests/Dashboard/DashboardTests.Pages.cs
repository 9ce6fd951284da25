using Microsoft.Playwright;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Dashboard;

/// <summary>Each page of the dashboard: for everybody, by day and night, on a phone.</summary>
public sealed partial class DashboardTests
{
    private const int Phone = 390;

    // Enough trials for every chart.
    private const string Shown = """
        name: shown
        method: sobol
        run_cap: 10
        metric: { name: train_loss }
        parameters:
          lr: { distribution: log_uniform_values, min: 1.0e-4, max: 1.0e-2 }
          label_smoothing: { min: 0, max: 0.2 }
          batch_size: { value: 16 }
          epochs: { value: 1 }
        train_limit: 16
        test_limit: 16
        """;

    // A page, and what is there when it has come to rest.
    private static readonly (string Name, string Address, string Sign)[] Pages =
    [
        ("sweeps", "", "table .state-completed"),
        ("sweep", "sweeps/shown", "section:has(#importance) .barlayer .point"),
        ("trial", "sweeps/shown/trials/1", ".main-svg"),
        ("workers", "workers", "table .state-idle"),
        ("new", "new", ".form"),
        ("missing", "sweeps/nobody", "h1:has-text('There is no sweep nobody')"),
    ];

    [Fact]
    public async Task No_page_has_a_serious_fault_by_day_or_night_or_on_a_phone()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        await cluster.SubmitAsync(Shown);
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1400), (ColorScheme.Dark, 1400), (ColorScheme.Light, Phone) })
        {
            var page = await browser.OpenAsync(cluster.Address, scheme, width);
            foreach (var (name, address, sign) in Pages)
            {
                await page.GotoAsync(address);
                await page.Locator(sign).First.WaitForAsync(new() { Timeout = Patience });
                var what = $"{name}-{(width == Phone ? "phone" : scheme.ToString().ToLowerInvariant())}";
                await PageChecks.PictureAsync(page, what);
                await PageChecks.FitsAsync(page, what);
                await PageChecks.HasNoSeriousFaultAsync(page, what);
            }
        }

        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_broken_file_shows_its_three_faults_and_a_mended_one_can_be_started()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        var page = await browser.OpenAsync(cluster.Address);
        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start the sweep" });
        await page.GotoAsync("new");
        await page.GetByRole(AriaRole.Button, new() { Name = "YAML file" }).ClickAsync();

        await page.GetByLabel("Sweep file, YAML").FillAsync("name: x\nmethod: grid\nparameters:\n  lr: { value: fast }\n  modle: { value: 1 }\nseed: -1\n");

        await Assertions.Expect(page.Locator(".fault-line")).ToHaveTextAsync(["line 4", "line 5", "line 6"]);
        await Assertions.Expect(page.Locator(".gutter .at-fault")).ToHaveTextAsync(["4", "5", "6"]);
        await Assertions.Expect(page.Locator(".faults")).ToContainTextAsync("'fast', expected a number above 0");
        await Assertions.Expect(start).ToBeDisabledAsync();
        await PageChecks.HasNoSeriousFaultAsync(page, "faults");
        await PageChecks.PictureAsync(page, "faults");

        await page.GetByLabel("Drop a YAML or JSON file here").SetInputFilesAsync(new FilePayload
        {
            Name = "mended.yaml",
            MimeType = "application/yaml",
            Buffer = "name: mended\nmethod: grid\nparameters:\n  lr: { value: 0.01 }\n"u8.ToArray(),
        });

        await Assertions.Expect(page.Locator(".faults")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("mended: 1 trial by grid search")).ToBeVisibleAsync();
        await Assertions.Expect(start).ToBeEnabledAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_one_is_chosen_which_is_remembered()
    {
        await using var browser = await Browser.StartAsync();
        await cluster.StartAsync(data);
        var page = await browser.OpenAsync(cluster.Address, ColorScheme.Dark);
        var root = page.Locator(":root");
        await page.GotoAsync("");
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "dark");

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await page.GetByLabel("Change to light").ClickAsync();
        await page.GetByLabel("Change to dark").ClickAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByLabel("Theme: dark")).ToBeVisibleAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData("api/nowhere", "*/*", "application/problem+json")]
    [InlineData("nowhere", "text/html", "text/html")]
    [InlineData("nowhere", "*/*", "application/problem+json")]
    public async Task An_unknown_address_is_a_page_to_people_and_problem_details_to_programs(string address, string accept, string expected)
    {
        await cluster.StartAsync(data);
        using var http = new HttpClient { BaseAddress = cluster.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", accept } } };

        var answer = await http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
    }
}
