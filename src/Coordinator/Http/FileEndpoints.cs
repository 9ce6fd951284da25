using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Files;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>The files of a sweep that are handed out: logs and models.</summary>
internal static class FileEndpoints
{
    private const int DefaultLines = 200;
    private const string Model = "application/octet-stream";

    /// <summary>Maps the routes.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var sweeps = routes.MapGroup("/api/sweeps/{id}").AddEndpointFilter(SweepIds.CheckAsync);
        sweeps.MapGet("/trials/{number:int}/log", LogAsync)
            .WithSummary("The newest lines of what a trial's workers logged.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) => DescribeLinesAsync(operation));
        sweeps.MapGet("/trials/{number:int}/model", TrialModelAsync)
            .WithSummary("The weights of a trial's best epoch so far (safetensors).")
            .Produces<Stream>(StatusCodes.Status200OK, Model)
            .ProducesProblem(StatusCodes.Status404NotFound);
        sweeps.MapGet("/best/model", BestModelAsync)
            .WithSummary("The weights of the sweep's best trial so far (safetensors).")
            .Produces<Stream>(StatusCodes.Status200OK, Model)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> LogAsync(
        string id, int number, string? lines, SweepFolders folders, IGrainFactory grains, CancellationToken stop)
    {
        var count = DefaultLines;
        if (lines is not null && (!int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            || count is < 1 or > LogTail.MostLines))
        {
            return Problems.WrongLines(lines, LogTail.MostLines);
        }

        if (await grains.Coordinator(id).GetAsync() is not { } sweep)
        {
            return Problems.NoSweep(id);
        }

        return number <= sweep.Trials && folders.Log(new TrialId(id, number)) is { } file
            ? TypedResults.Text(await LogTail.ReadAsync(file, count, stop), "text/plain", Encoding.UTF8)
            : Problems.NoTrialOf(id, number, sweep.Trials);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> TrialModelAsync(
        string id, int number, SweepFolders folders, IGrainFactory grains)
    {
        if (await grains.Trial(new TrialId(id, number)).GetAsync() is not { } trial)
        {
            return Problems.NoTrial(id, number);
        }

        return trial.Trial.Checkpoint is { } file && ModelFile.Open(folders.Inside(id, file)) is { } model
            ? Download(model, $"{id}-trial-{number}.safetensors")
            : Problems.NoModel($"trial {number} of sweep '{id}'");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> BestModelAsync(
        string id, SweepFolders folders, IGrainFactory grains)
    {
        if (await grains.Coordinator(id).GetAsync() is null)
        {
            return Problems.NoSweep(id);
        }

        return ModelFile.Open(folders.Inside(id, "best/model.safetensors")) is { } model
            ? Download(model, $"{id}-best.safetensors")
            : Problems.NoModel($"sweep '{id}'");
    }

    private static FileStreamHttpResult Download(ModelFile model, string name) =>
        TypedResults.File(model.Content, Model, name, model.Written, model.Tag, enableRangeProcessing: true);

    // Read as text so that its fault can be named; to a client it is a number.
    private static Task DescribeLinesAsync(OpenApiOperation operation)
    {
        var lines = operation.Parameters!.OfType<OpenApiParameter>().Single(parameter => parameter.Name == "lines");
        lines.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = LogTail.MostLines.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(DefaultLines),
        };
        return Task.CompletedTask;
    }
}
