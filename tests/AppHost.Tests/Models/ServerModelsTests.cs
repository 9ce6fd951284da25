using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.AppHost.Tests.Api;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Tests.Models;

public sealed class ServerModelsTests
{
    private const string Model = "trials/2/checkpoints/best-epoch-0000.safetensors";

    [Fact]
    public async Task The_best_trials_model_is_found_and_fetched()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerAsync();
        using var client = new SweepClient(server.Address);
        var models = new ServerModels(client);

        var trial = await models.FindAsync("lr", null, CancellationToken.None);
        await models.FetchAsync(trial.Id, folder["m"], CancellationToken.None);

        Assert.Equal(new TrialId("lr", 2), trial.Id);
        Assert.Equal(0.5, trial.Best);
        Assert.Equal("weights", File.ReadAllText(folder["m"]));
    }

    [Theory]
    [InlineData("rl", null, "No sweep named 'rl'")]
    [InlineData("lr", 1, "--trial 1: it has no model yet")]
    [InlineData("lr", 9, "--trial 9: sweep lr has 2 trials")]
    public async Task What_is_not_there_is_named(string sweep, int? number, string expected)
    {
        await using var server = await ServerAsync();
        using var client = new SweepClient(server.Address);

        var error = await Assert.ThrowsAsync<InputException>(() => new ServerModels(client).FindAsync(sweep, number, CancellationToken.None));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task Where_nothing_answers_it_says_so()
    {
        using var client = new SweepClient(new Uri("http://127.0.0.1:1"));

        var error = await Assert.ThrowsAsync<InputException>(() => new ServerModels(client).FindAsync("lr", null, CancellationToken.None));

        Assert.Contains("no cluster answers there", error.Message);
    }

    private static Task<ApiServer> ServerAsync() => ApiServer.StartAsync(app =>
    {
        app.MapGet("/api/sweeps/lr", () => Results.Json(Views.Sweep(SweepStatus.Completed, trials: 2, best: 2), ApiJson.Options));
        app.MapGet("/api/sweeps/lr/trials", () => Results.Json(
            (ImmutableArray<TrialView>)[Views.Trial(1, TrialStatus.Failed), Views.Trial(2, TrialStatus.Completed, best: 0.5) with { Checkpoint = Model }],
            ApiJson.Options));
        app.MapGet("/api/sweeps/lr/trials/2/model", () => Results.Text("weights"));
        app.MapFallback((HttpContext context) => Results.Problem(
            $"No sweep named '{context.Request.Path.Value!.Split('/')[^1]}' was submitted.", title: "There is no such sweep.", statusCode: 404));
    });
}
