using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>What Grafana would refuse or show wrongly, found without it.</summary>
public sealed class DashboardTests
{
    private static readonly string[] PanelTypes = ["bargauge", "row", "stat", "state-timeline", "table", "timeseries"];
    // Grafana shows a unit that it does not know as text behind the number.
    private static readonly string[] Units =
        ["bool_yes_no", "bytes", "celsius", "dtdurations", "ms", "none", "ops", "percentunit", "reqps", "s", "short", "watt"];

    private static readonly string[] BuiltIn = ["__range", "__rate_interval"];

    public static TheoryData<string> Files => [.. Dashboard.All.Select(dashboard => dashboard.Name)];

    // People's links and bookmarks hold them.
    [Fact]
    public void Addresses_never_change() => Assert.Equal(
        [("cluster.json", "resnet-cluster"), ("sweep.json", "resnet-sweep"), ("workers.json", "resnet-workers")],
        Dashboard.All.Select(dashboard => (dashboard.Name, dashboard.Uid)));

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_is_of_the_last_schema_that_is_a_plain_list_of_panels(string file)
    {
        var json = Of(file).Json;

        Assert.Equal(42, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("id").ValueKind);
        Assert.Equal(["resnet-distributed"], json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.NotEqual("", json.GetProperty("description").GetString());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_have_numbers_and_titles_of_their_own(string file)
    {
        var panels = Of(file).Panels;

        Assert.All(panels, panel => Assert.True(panel.Id > 0, panel.ToString()));
        Assert.Equal(panels.Count, panels.Select(panel => panel.Id).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.Title).Distinct().Count());
        Assert.All(panels, panel => Assert.Contains(panel.Type, PanelTypes));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_panel_says_what_it_shows_and_in_which_unit(string file) => Assert.All(Of(file).DataPanels, panel =>
    {
        Assert.False(string.IsNullOrEmpty(panel.Description), panel.ToString());
        Assert.Contains(panel.Unit, Units);
        Assert.NotEmpty(panel.Targets);
        var thresholds = panel.Thresholds.ToList();
        Assert.Null(thresholds[0]);
        Assert.Equal(thresholds.Skip(1).Order(), thresholds.Skip(1));
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_query_asks_the_data_source_that_was_chosen(string file)
    {
        foreach (var panel in Of(file).DataPanels)
        {
            Assert.All(panel.Targets.Select(target => target.Json).Append(panel.Json), IsTheVariable);
            Assert.Equal(panel.Targets.Count, panel.Targets.Select(target => target.Id).Distinct().Count());
            // A curve without a name would be shown as its query.
            Assert.All(panel.Targets, target => Assert.True(target.Table || target.Legend.Length > 0, target.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_two_panels_lie_on_each_other(string file)
    {
        var taken = new Dictionary<(int, int), Panel>();
        foreach (var panel in Of(file).Panels)
        {
            var (x, y, width, height) = panel.Place;
            Assert.True(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 24, panel.ToString());
            foreach (var cell in Enumerable.Range(x, width).SelectMany(column => Enumerable.Range(y, height).Select(row => (column, row))))
            {
                Assert.True(taken.TryAdd(cell, panel), $"{panel} lies on {(taken.TryGetValue(cell, out var other) ? other : null)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_exists_and_is_used(string file)
    {
        var dashboard = Of(file);
        var queries = dashboard.Variables.Where(variable => variable.Type == "query").ToList();
        var used = dashboard.DataPanels.SelectMany(panel => panel.Targets).Select(target => target.Expression)
            .Concat(queries.Select(variable => variable.Query))
            .SelectMany(PromQl.Variables).Except(BuiltIn).ToHashSet();

        Assert.Equal("datasource", dashboard.Variables[0].Name);
        Assert.Equal("datasource", dashboard.Variables[0].Type);
        Assert.Equal("prometheus", dashboard.Variables[0].Query);
        Assert.Equal(used.Order(), queries.Select(variable => variable.Name).Order());
        Assert.All(queries, variable =>
        {
            IsTheVariable(variable.Json);
            Assert.True(variable.Json.GetProperty("includeAll").GetBoolean());
            Assert.Equal(".*", variable.Json.GetProperty("allValue").GetString());
            // 2: again when the time range changes, so that sweeps that came later are there.
            Assert.Equal(2, variable.Json.GetProperty("refresh").GetInt32());
            Assert.Equal(variable.Query, variable.Json.GetProperty("definition").GetString());
        });
    }

    [Fact]
    public void Sweeps_and_workers_can_be_chosen_by_sweep_model_and_worker() => Assert.All(
        Dashboard.All.Where(dashboard => dashboard.Name != "cluster.json"),
        dashboard => Assert.Equal(["datasource", "sweep", "model", "worker"], dashboard.Variables.Select(variable => variable.Name)));

    private static Dashboard Of(string file) => Dashboard.All.Single(dashboard => dashboard.Name == file);

    private static void IsTheVariable(JsonElement json)
    {
        var source = json.GetProperty("datasource");
        Assert.Equal(("prometheus", "${datasource}"), (source.GetProperty("type").GetString(), source.GetProperty("uid").GetString()));
    }
}
