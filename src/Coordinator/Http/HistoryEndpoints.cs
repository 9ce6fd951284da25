using Microsoft.AspNetCore.Http.HttpResults;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary><c>/api/sweeps/{id}/history</c>: everything at once, as the dashboard shows it.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Maps the route.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/sweeps/{id}/history", GetAsync)
        .AddEndpointFilter(SweepIds.CheckAsync)
        .WithSummary("The sweep and all its trials with their epochs and attempts.")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<SweepSnapshot>, ProblemHttpResult>> GetAsync(
        string id, SweepHistory history, CancellationToken stop) =>
        await history.GetAsync(id, stop) is { } snapshot ? TypedResults.Ok(Ranked(snapshot)) : Problems.NoSweep(id);

    private static SweepSnapshot Ranked(SweepSnapshot snapshot)
    {
        var ranked = TrialRanking.Ranked([.. snapshot.Trials.Select(trial => trial.Trial)], snapshot.Sweep.Goal);
        return snapshot with { Trials = [.. snapshot.Trials.Zip(ranked, (trial, view) => trial with { Trial = view })] };
    }
}
