using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Exchange;

/// <summary>
/// Hands out the files of trials, read only, to other processes of the cluster. Who does not have the trial's token finds nothing: a wrong
/// token and a trial that never was are answered alike.
/// </summary>
public static class TrialFileEndpoints
{
    /// <summary>The first part of every path.</summary>
    public const string Prefix = "trial-files";

    /// <summary>The response header with the SHA-256 of the whole file, 64 hexadecimal digits.</summary>
    public const string DigestHeader = "X-Sha256";

    /// <summary>Maps the routes.</summary>
    public static void MapTrialFiles(this IEndpointRouteBuilder routes)
    {
        // A trial's own token opens them: nodes do not have the API's key.
        var files = routes.MapGroup($"/{Prefix}/{{sweep}}/{{number:int}}").AllowAnonymous().ExcludeFromDescription();
        files.MapGet("", List);
        files.MapGet("/log", LogAsync);
        files.MapGet("/{name}", FileAsync);
    }

    private static Results<Ok<IReadOnlyList<TrialFile>>, NotFound> List(string sweep, int number, HttpRequest request, SweepFolders folders) =>
        Open(sweep, number, request, folders) is { } folder ? TypedResults.Ok(TrialFile.List(folder)) : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> LogAsync(
        string sweep, int number, HttpRequest request, int lines, SweepFolders folders, CancellationToken stop) =>
        Open(sweep, number, request, folders) is not null && folders.Log(new TrialId(sweep, number)) is { } log
            ? TypedResults.Text(
                await LogTail.ReadAsync(log, Math.Clamp(lines, 1, LogTail.MostLines), stop), "text/plain", Encoding.UTF8)
            : TypedResults.NotFound();

    private static async Task<Results<FileStreamHttpResult, NotFound>> FileAsync(
        string sweep, int number, string name, HttpRequest request, HttpResponse response, SweepFolders folders, CancellationToken stop)
    {
        if (Open(sweep, number, request, folders) is not { } folder || !TrialFile.IsOne(name)
            || TryOpen(Path.Combine(folder, TrialFile.Folder, name)) is not { } file)
        {
            return TypedResults.NotFound();
        }

        response.RegisterForDispose(file);
        response.Headers[DigestHeader] = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        file.Position = 0;
        return TypedResults.File(file, "application/octet-stream", enableRangeProcessing: true);
    }

    private static string? Open(string sweep, int number, HttpRequest request, SweepFolders folders) =>
        folders.Trial(new TrialId(sweep, number)) is { } folder && TrialToken.Opens(folder, request.Headers[TrialToken.Header]) ? folder : null;

    // Whoever deletes it meanwhile takes away its name, not what is read here.
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
