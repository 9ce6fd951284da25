using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Following;
using ResNet.Distributed.AppHost.Tests.Api;
using ResNet.Distributed.Contracts.Api;
using Spectre.Console.Testing;

namespace ResNet.Distributed.AppHost.Tests.Following;

public sealed class ImportanceReportTests
{
    private static readonly SweepImportance Known = new()
    {
        Metric = "test_accuracy",
        Trials = 40,
        Parameters = [new("lr", 0.7, 0.05), new("weight_decay", 0.2, 0.01)],
        Interactions = 0.1,
    };

    [Fact]
    public async Task A_pipe_gets_a_table_that_the_cluster_was_asked_for()
    {
        await using var server = await ApiServer.StartAsync(app =>
            app.MapGet("/api/sweeps/resnet-lr/importance", () => Results.Json(Known, ApiJson.Options)));
        using var client = new SweepClient(server.Address);
        var terminal = new RecordingTerminal();

        await ImportanceReport.ShowAsync(client, "resnet-lr", terminal.Terminal, CancellationToken.None);

        var lines = terminal.Output.Split('\n');
        Assert.Equal("Parameter importance: shares of the variance of test_accuracy over 40 trials", lines[0]);
        Assert.Contains(lines, line => line.Contains("| lr             | 0.70 ± 0.05 | ##################### ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("| (interactions) | 0.10        | ### ", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', terminal.Output);
    }

    [Fact]
    public void A_screen_gets_bars()
    {
        using var screen = new TestConsole();
        var terminal = new RecordingTerminal(screen);

        ImportanceReport.Show(Known, terminal.Terminal);

        Assert.Contains(new string('█', 21), screen.Output, StringComparison.Ordinal);
        Assert.Contains("weight_decay", screen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_figures_there_is_one_line()
    {
        var terminal = new RecordingTerminal();

        ImportanceReport.Show(Known with { Parameters = [], Interactions = null, Reason = "no parameter varies" }, terminal.Terminal);

        Assert.Equal("Parameter importance: none, as no parameter varies\n", terminal.Output);
    }

    [Fact]
    public async Task A_cluster_that_cannot_tell_is_noted_and_fails_nothing()
    {
        await using var server = await ApiServer.StartAsync(app => app.MapGet("/", () => "another service"));
        using var client = new SweepClient(server.Address);
        var terminal = new RecordingTerminal();

        await ImportanceReport.ShowAsync(client, "resnet-lr", terminal.Terminal, CancellationToken.None);

        Assert.Contains(404.ToString(CultureInfo.InvariantCulture), terminal.Error, StringComparison.Ordinal);
        Assert.Equal("", terminal.Output);
    }
}
