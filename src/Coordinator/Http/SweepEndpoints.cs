using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary><c>/api/sweeps</c>: submit, list, show, cancel, resume, follow.</summary>
internal static class SweepEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapSweeps(this IEndpointRouteBuilder routes)
    {
        var sweeps = routes.MapGroup("/api/sweeps").AddEndpointFilter(SweepIds.CheckAsync);
        sweeps.MapPost("/", SubmitAsync).Accepts<string>("application/yaml", "application/json", "text/plain")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        sweeps.MapGet("/", (IGrainFactory grains) => SweepList.GetAsync(grains));
        sweeps.MapGet("/{id}", GetAsync);
        sweeps.MapGet("/{id}/trials", GetTrialsAsync);
        sweeps.MapGet("/{id}/trials/{number:int}", GetTrialAsync);
        sweeps.MapGet("/{id}/importance", GetImportanceAsync)
            .WithSummary("Which parameters mattered for the metric, so far.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        sweeps.MapPost("/{id}/trials/{number:int}/retry", RetryAsync);
        sweeps.MapPost("/{id}/cancel", CancelAsync);
        sweeps.MapPost("/{id}/resume", ResumeAsync);
        sweeps.MapGet("/{id}/events", (string id, SweepFeed feed, IGrainFactory grains, CancellationToken stop) =>
            FollowAsync(id, feed, grains, stop));
    }

    private static async Task<Results<Created<SweepView>, Ok<SweepView>, ProblemHttpResult>> SubmitAsync(
        HttpRequest request, IGrainFactory grains)
    {
        if (await SweepBody.ReadAsync(request) is not { } text)
        {
            return Problems.TooLarge(SweepFile.MaxBytes);
        }

        SweepSpec spec;
        try
        {
            spec = SweepFile.Parse(text, "sweep");
        }
        catch (SweepFileException refused)
        {
            return Problems.FaultySweep(refused);
        }

        var result = await grains.Coordinator(spec.Name).SubmitAsync(text);
        return result.Outcome switch
        {
            SubmitOutcome.Created => TypedResults.Created($"/api/sweeps/{spec.Name}", result.Sweep),
            SubmitOutcome.Existing or SubmitOutcome.Extended => TypedResults.Ok(result.Sweep),
            SubmitOutcome.Refused => Problems.FaultySweep(new SweepFileException("sweep", [result.Fault!])),
            _ => Problems.Conflict(spec.Name, result.Differences),
        };
    }

    private static async Task<Results<Ok<SweepView>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        await grains.Coordinator(id).GetAsync() is { } sweep ? TypedResults.Ok(sweep) : Problems.NoSweep(id);

    private static async Task<Results<Ok<ImmutableArray<TrialView>>, ProblemHttpResult>> GetTrialsAsync(string id, IGrainFactory grains)
    {
        var coordinator = grains.Coordinator(id);
        return await coordinator.GetAsync() is { } sweep
            ? TypedResults.Ok(TrialRanking.Ranked(await coordinator.GetTrialsAsync(), sweep.Goal).ToImmutableArray())
            : Problems.NoSweep(id);
    }

    private static async Task<Results<Ok<SweepImportance>, ProblemHttpResult>> GetImportanceAsync(string id, IGrainFactory grains) =>
        await grains.Coordinator(id).GetImportanceAsync() is { } importance ? TypedResults.Ok(importance) : Problems.NoSweep(id);

    private static async Task<Results<Ok<TrialDetail>, ProblemHttpResult>> GetTrialAsync(string id, int number, IGrainFactory grains)
    {
        if (await grains.Trial(new TrialId(id, number)).GetAsync() is not { } trial)
        {
            return Problems.NoTrial(id, number);
        }

        var progress = trial.Trial.Status == TrialStatus.Running ? await grains.WorkerPool().GetProgressAsync(id) : null;
        return TypedResults.Ok(trial with { Trial = trial.Trial with { Progress = progress?.GetValueOrDefault(number) } });
    }

    private static async Task<Results<Ok<SweepView>, ProblemHttpResult>> CancelAsync(string id, IGrainFactory grains)
    {
        var coordinator = grains.Coordinator(id);
        return await coordinator.CancelAsync() ? TypedResults.Ok(await coordinator.GetAsync()) : Problems.NoSweep(id);
    }

    private static async Task<Results<Ok<SweepView>, ProblemHttpResult>> ResumeAsync(string id, IGrainFactory grains)
    {
        var coordinator = grains.Coordinator(id);
        return await coordinator.ResumeAsync() ? TypedResults.Ok(await coordinator.GetAsync()) : Problems.NoSweep(id);
    }

    private static async Task<Results<Ok<TrialDetail>, ProblemHttpResult>> RetryAsync(string id, int number, IGrainFactory grains)
    {
        if (await grains.Coordinator(id).GetAsync() is null)
        {
            return Problems.NoSweep(id);
        }

        return await grains.Coordinator(id).RetryAsync(number) switch
        {
            RetryOutcome.Retried => TypedResults.Ok(await grains.Trial(new TrialId(id, number)).GetAsync()),
            RetryOutcome.NotEnded => Problems.NothingToRetry(id, number),
            _ => Problems.NoTrial(id, number),
        };
    }

    private static async Task<IResult> FollowAsync(string id, SweepFeed feed, IGrainFactory grains, CancellationToken stop) =>
        await grains.Coordinator(id).GetAsync() is null
            ? Problems.NoSweep(id)
            : TypedResults.ServerSentEvents(feed.FollowAsync(id, stop), eventType: "sweep");
}
