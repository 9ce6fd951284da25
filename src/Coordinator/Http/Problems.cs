using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>The API's errors, as RFC 9457 problem details.</summary>
internal static class Problems
{
    /// <summary>400, with every fault of the file in the extension <c>faults</c>.</summary>
    public static ProblemHttpResult FaultySweep(SweepFileException refused) => TypedResults.Problem(
        refused.Message,
        title: "The sweep file is not valid.",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["faults"] = refused.Faults });

    /// <summary>409, with what differs in the extension <c>differences</c>.</summary>
    public static ProblemHttpResult Conflict(string sweep, ImmutableArray<string> differences) => TypedResults.Problem(
        $"A sweep named '{sweep}' was submitted before and differs:\n  {string.Join("\n  ", differences)}\n"
        + "Give the new one another name, or submit the old file again to go on with it; a higher run_cap, or longer lists of a grid, give it more trials.",
        title: "Another sweep has this name.",
        statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?> { ["differences"] = differences });

    /// <summary>404 for a sweep.</summary>
    public static ProblemHttpResult NoSweep(string id) => TypedResults.Problem(
        $"No sweep named '{id}' was submitted; GET /api/sweeps lists those that were.",
        title: "There is no such sweep.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>404 for a trial.</summary>
    public static ProblemHttpResult NoTrial(string id, int number) => TypedResults.Problem(
        $"Sweep '{id}' has not started a trial {number}; GET /api/sweeps/{id}/trials lists its trials.",
        title: "There is no such trial.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>404 for a trial that the sweep will never have.</summary>
    public static ProblemHttpResult NoTrialOf(string id, int number, int trials) => TypedResults.Problem(
        $"Sweep '{id}' has trials 1 to {trials} and no trial {number}.",
        title: "There is no such trial.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>404 for a model.</summary>
    /// <param name="of">Whose: <c>trial 3 of sweep 'lr'</c>.</param>
    public static ProblemHttpResult NoModel(string of) => TypedResults.Problem(
        $"There is no model of {of} yet: the first comes with the first epoch.",
        title: "There is no model yet.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>400 for a number of lines.</summary>
    public static ProblemHttpResult WrongLines(string found, int most) => TypedResults.Problem(
        $"lines: found '{found}', expected a whole number from 1 to {most}.",
        title: "The number of lines is not valid.",
        statusCode: StatusCodes.Status400BadRequest);

    /// <summary>409 for a trial that is not over, or completed.</summary>
    public static ProblemHttpResult NothingToRetry(string id, int number) => TypedResults.Problem(
        $"Trial {number} of sweep '{id}' has not failed, diverged or been cancelled; GET /api/sweeps/{id}/trials/{number} shows how it stands.",
        title: "There is nothing to try again.",
        statusCode: StatusCodes.Status409Conflict);

    /// <summary>413.</summary>
    public static ProblemHttpResult TooLarge(int largest) => TypedResults.Problem(
        $"A sweep file has at most {largest} bytes.",
        title: "The sweep file is too large.",
        statusCode: StatusCodes.Status413PayloadTooLarge);
}
