using System.Net;
using System.Text.Json;
using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Security;

namespace ResNet.Distributed.AppHost.Api;

/// <summary>Turns the API's problem details (RFC 9457) into errors for people.</summary>
internal static class ProblemReader
{
    /// <summary>The error behind an unsuccessful answer: <see cref="InputException"/> where the caller can mend it.</summary>
    public static async Task<Exception> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var problem = Parse(await response.Content.ReadAsStringAsync(cancellation));
        var title = Text(problem, "detail") ?? Text(problem, "title") ?? response.ReasonPhrase ?? "no reason given";
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest => new InputException(title + Rest(problem, "faults", title)),
            HttpStatusCode.Conflict => new InputException(
                title + Rest(problem, "differences", title) + "\nGive the sweep another name, or its results another folder with --out DIR."),
            HttpStatusCode.Unauthorized => new InputException(
                $"{response.RequestMessage?.RequestUri} needs the cluster's key: {Text(problem, "title") ?? title} "
                + $"Give the file that holds it with --api-key-file FILE, or the key in the environment variable {ApiKey.Variable}."),
            var status => new ApiException($"{response.RequestMessage?.RequestUri} answered {(int)status}: {title}"),
        };
    }

    private static JsonElement Parse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            // Not from our API: a proxy's page, say. The status has to do.
            return default;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        Member(problem, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>What the list <paramref name="name"/> adds to <paramref name="said"/>, each entry on a line of its own.</summary>
    private static string Rest(JsonElement problem, string name, string said) =>
        Member(problem, name) is { ValueKind: JsonValueKind.Array } list
            ? string.Concat(list.EnumerateArray()
                .Where(e => !Values(e).All(v => said.Contains(v, StringComparison.Ordinal)))
                .Select(e => "\n  " + string.Join(", ", Values(e))))
            : "";

    private static IEnumerable<string> Values(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        ? entry.EnumerateObject().Select(p => p.Value.ToString())
        : [entry.ToString()];

    private static JsonElement? Member(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var member) ? member : null;
}
