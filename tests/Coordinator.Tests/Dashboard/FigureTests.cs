using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Charts;
using ResNet.Distributed.Coordinator.Dashboard.Curves;
using ResNet.Distributed.Coordinator.Dashboard.Importance;
using ResNet.Distributed.Coordinator.Dashboard.Layout;
using ResNet.Distributed.Coordinator.Dashboard.Parallel;
using ResNet.Distributed.Coordinator.Dashboard.Timeline;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class FigureTests
{
    [Fact]
    public void Curves_behind_are_one_shape_and_a_trace_to_point_at_and_single_epochs_another()
    {
        var trials = Enumerable.Range(1, 13).Select(n =>
            Samples.History(Samples.Trial(n, best: n), [.. Enumerable.Range(0, n == 1 ? 1 : 2).Select(epoch => Samples.Epoch(epoch, loss: n))]));

        var figure = Json(CurveFigure.Of(
            CurvePlot.Of(Samples.Snapshot([.. trials]), CurveMetric.Named("train_loss")), number => $"about {number}", ChartColours.Light));
        var data = figure.GetProperty("data");

        Assert.Equal(
            ["2 others", "1 other", .. Enumerable.Range(4, 10).Select(n => $"trial {n}")],
            data.EnumerateArray().Select(trace => trace.GetProperty("name").GetString()!));
        Assert.Equal("[2,2,null,3,3,null]", data[0].GetProperty("y").GetRawText());
        Assert.Equal("[2,2,null,3,3,null]", data[0].GetProperty("customdata").GetRawText());
        Assert.Equal("none", data[0].GetProperty("mode").GetString());
        Assert.Equal("M1,2L2,2M1,3L2,3", Assert.Single(figure.GetProperty("layout").GetProperty("shapes").EnumerateArray()).GetProperty("path").GetString());
        Assert.Contains("about 4", data[2].GetProperty("hovertemplate").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_do_not_pass_are_drawn_first_and_a_box_marks_what_it_covers()
    {
        var plot = ParallelPlot.Of(
            Samples.Sweep(), [Samples.Trial(1, best: 0.9, lr: 1e-4), Samples.Trial(2, best: 0.1, lr: 1e-3), Samples.Trial(3, best: 0.5, lr: 1e-2)]);
        var stretches = ParallelFigure.Marked([(1, 0.5), (1, 1)]).ToDictionary();

        var figure = Json(ParallelFigure.Of(plot, stretches, ChartColours.Dark));

        Assert.Equal([2, 3], plot.Lines.Where(line => line.Passes(stretches)).Select(line => line.Trial).Order());
        var shapes = figure.GetProperty("layout").GetProperty("shapes").EnumerateArray().ToArray();
        var axes = plot.Axes.Length;
        Assert.Equal(3 + axes + 1, shapes.Length);
        Assert.Equal([0.2, 0.9, 0.9], shapes[..3].Select(shape => shape.GetProperty("opacity").GetDouble()));
        Assert.All(shapes[..3], shape => Assert.Equal(axes, shape.GetProperty("path").GetString()!.Split('M', 'L').Length - 1));
        Assert.Equal(3 * axes, figure.GetProperty("data")[0].GetProperty("text").GetArrayLength());
    }

    [Fact]
    public void A_line_has_a_gap_where_its_trial_has_no_value()
    {
        var plot = ParallelPlot.Of(Samples.Sweep(), [Samples.Trial(1, best: 0.9, lr: 1e-4), Samples.Trial(2, best: null, lr: 1e-2)]);

        var figure = Json(ParallelFigure.Of(plot, new Dictionary<int, Stretch>(), ChartColours.Light));

        var last = plot.Axes.Length - 1;
        var paths = figure.GetProperty("layout").GetProperty("shapes").EnumerateArray()
            .Where(shape => shape.GetProperty("type").GetString() == "path").Select(shape => shape.GetProperty("path").GetString()!).ToArray();
        Assert.Equal(1, paths.Count(path => path.Contains($"L{last},", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_timeline_has_a_trace_for_each_ending_by_the_viewers_clock()
    {
        var timeline = WorkerTimeline.Of(
            [
                new TrialHistory(Samples.Trial(1, TrialStatus.Completed), [], [Samples.Attempt(1, "worker-0", 0, 5)]),
                new TrialHistory(Samples.Trial(2, TrialStatus.Failed), [], [Samples.Attempt(1, "worker-1", 0, 2, "<b>broken</b>")]),
            ],
            Samples.Start);

        var data = Json(TimelineFigure.Of(timeline, new Viewer(false, TimeSpan.FromHours(2)), ChartColours.Light)).GetProperty("data");

        Assert.Equal(["completed", "failed"], data.EnumerateArray().Select(trace => trace.GetProperty("name").GetString()!));
        Assert.Equal("2026-01-02 05:04:05.000", data[0].GetProperty("base")[0].GetString());
        Assert.Equal(5000, data[0].GetProperty("x")[0].GetDouble());
        Assert.Contains("failed: &lt;b&gt;broken&lt;/b&gt;", data[1].GetProperty("hovertext")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Importances_are_bars_with_the_longest_on_top_and_interactions_at_the_bottom()
    {
        var importance = new SweepImportance
        {
            Metric = "test_accuracy",
            Trials = 12,
            Parameters = [new("lr", 0.625, 0.05), new("momentum", 0.125, 0)],
            Interactions = 0.25,
        };

        var bars = Json(ImportanceFigure.Of(importance, ChartColours.Light)).GetProperty("data")[0];

        Assert.Equal(["interactions", "momentum", "lr"], bars.GetProperty("y").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal("[0.25,0.125,0.625]", bars.GetProperty("x").GetRawText());
        Assert.Equal("[0,0,0.05]", bars.GetProperty("error_x").GetProperty("array").GetRawText());
        Assert.Equal(
            "Of the variance of test_accuracy over 12 trials, lr explains 63 %, momentum explains 13 %; their interactions explain 25 %.",
            ImportanceText.Of(importance));
    }

    private static JsonElement Json(Figure figure) => JsonDocument.Parse(figure.ToJson()).RootElement;
}
