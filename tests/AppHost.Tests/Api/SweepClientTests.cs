using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Api;

public sealed class SweepClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(201, true)]
    [InlineData(200, false)]
    public async Task A_sweep_is_submitted_as_the_file_it_is(int status, bool isNew)
    {
        var (received, contentType) = ("", "");
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", async (HttpRequest request) =>
        {
            received = await new StreamReader(request.Body).ReadToEndAsync();
            contentType = request.ContentType ?? "";
            return Results.Json(Views.Sweep(), ApiJson.Options, statusCode: status);
        }));
        using var client = new SweepClient(server.Address);

        var submission = await client.SubmitAsync("name: resnet-lr\n", CancellationToken.None);

        Assert.Equal("name: resnet-lr\n", received);
        Assert.StartsWith("application/yaml", contentType);
        Assert.Equal(new Submission(Views.Sweep(), isNew), submission);
    }

    [Theory]
    [InlineData(400, "faults", "line 3: lr: expected a number")]
    [InlineData(409, "differences", "seed: 0 there, 1 here")]
    public async Task A_refusal_names_every_reason(int status, string extension, string reason)
    {
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", () => Results.Problem(
            "The sweep is refused.", statusCode: status, extensions: new Dictionary<string, object?> { [extension] = new[] { reason, "and another" } })));
        using var client = new SweepClient(server.Address);

        var error = await Assert.ThrowsAsync<InputException>(() => client.SubmitAsync("x", CancellationToken.None));

        Assert.Contains("The sweep is refused.", error.Message);
        Assert.Contains($"\n  {reason}", error.Message);
        Assert.Contains("\n  and another", error.Message);
    }

    [Fact]
    public async Task A_reason_that_was_given_already_is_not_repeated()
    {
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", () => Results.Problem(
            "1 fault: line 3: lr: expected a number",
            statusCode: 400,
            extensions: new Dictionary<string, object?> { ["faults"] = new[] { new { line = 3, key = "lr", expected = "a number" } } })));
        using var client = new SweepClient(server.Address);

        var error = await Assert.ThrowsAsync<InputException>(() => client.SubmitAsync("x", CancellationToken.None));

        Assert.Equal("1 fault: line 3: lr: expected a number", error.Message);
    }

    [Fact]
    public async Task A_server_that_fails_is_not_the_callers_fault()
    {
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", () => Results.Text("<html>oops", statusCode: 503)));
        using var client = new SweepClient(server.Address);

        var error = await Assert.ThrowsAsync<ApiException>(() => client.SubmitAsync("x", CancellationToken.None));

        Assert.Contains("503", error.Message);
    }

    [Fact]
    public async Task A_coordinator_that_dies_while_it_is_asked_is_asked_again()
    {
        var asked = 0;
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", (HttpContext context) =>
        {
            if (asked++ == 0)
            {
                context.Abort();
            }

            return Results.Json(Views.Sweep(), ApiJson.Options, statusCode: 201);
        }));
        using var client = new SweepClient(server.Address);
        var notes = new List<string>();

        var submission = await client.SubmitAsync("x", TimeSpan.FromSeconds(30), notes.Add, CancellationToken.None);

        Assert.True(submission.IsNew);
        Assert.Contains("did not take the sweep", Assert.Single(notes));
    }

    [Fact]
    public async Task An_address_without_a_cluster_is_bad_input()
    {
        using var client = new SweepClient(new Uri($"http://127.0.0.1:{new FreePorts(IPAddress.Loopback).Next()}"));

        var error = await Assert.ThrowsAsync<InputException>(() => client.SubmitAsync("x", CancellationToken.None));

        Assert.Contains("--url", error.Message);
    }

    [Fact]
    public async Task A_feed_goes_on_over_broken_connections_to_the_sweeps_end()
    {
        var connections = 0;
        var received = new TaskCompletionSource();
        var notes = new List<string>();
        await using var server = await ApiServer.StartAsync(app => app.MapGet("/api/sweeps/resnet-lr/events", async (HttpContext context) =>
        {
            switch (++connections)
            {
                case 1:
                    await ApiServer.WriteEventsAsync(context, new SweepEvent(Views.Sweep(), [Views.Trial(1)]), new(Views.Sweep(), [Views.Trial(1, epochsDone: 1)]));
                    await received.Task.WaitAsync(Deadline);
                    context.Abort();
                    break;
                case 2:
                    context.Response.StatusCode = 503;
                    break;
                default:
                    await ApiServer.WriteEventsAsync(
                        context,
                        new SweepEvent(Views.Sweep(), [Views.Trial(1, epochsDone: 2)]),
                        new(Views.Sweep(SweepStatus.Completed), [Views.Trial(1, TrialStatus.Completed, 3)]));
                    await context.Response.WriteAsync("data: not for us\n\n");
                    break;
            }
        }));
        using var client = new SweepClient(server.Address);
        using var deadline = new CancellationTokenSource(Deadline);

        var epochs = new List<int>();
        await foreach (var next in new SweepFeed(client, notes.Add).FollowAsync("resnet-lr", deadline.Token))
        {
            epochs.Add(next.Trials[0].EpochsDone);
            if (epochs.Count == 2)
            {
                received.SetResult();
            }
        }

        Assert.Equal([0, 1, 2, 3], epochs);
        Assert.Equal(3, connections);
        Assert.Contains(notes, n => n.Contains("503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupt_ends_a_feed()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ApiServer.StartAsync(app => app.MapGet("/api/sweeps/resnet-lr/events", async (HttpContext context) =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await ApiServer.WriteEventsAsync(context, new SweepEvent(Views.Sweep(), [Views.Trial(1)]));
            await gone.Task;
        }));
        using var client = new SweepClient(server.Address);
        using var interrupted = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new SweepFeed(client, _ => { }).FollowAsync("resnet-lr", interrupted.Token))
            {
                await interrupted.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task The_probe_waits_until_the_server_is_healthy()
    {
        var asked = 0;
        await using var server = await ApiServer.StartAsync(app => app.MapGet("/health", () => Results.StatusCode(++asked < 3 ? 503 : 200)));

        await HealthProbe.WaitAsync(server.Address, CancellationToken.None).WaitAsync(Deadline);

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task The_probe_gives_up()
    {
        var nowhere = new Uri($"http://127.0.0.1:{new FreePorts(IPAddress.Loopback).Next()}/");

        var error = await Assert.ThrowsAsync<LaunchException>(() =>
            HealthProbe.WaitAsync(nowhere, TimeSpan.FromMilliseconds(300), CancellationToken.None).WaitAsync(Deadline));

        Assert.Contains(nowhere.ToString(), error.Message);
    }
}
