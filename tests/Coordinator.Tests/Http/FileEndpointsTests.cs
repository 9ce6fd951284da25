using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.History;
using ResNet.Distributed.Coordinator.Tests.Cluster;

namespace ResNet.Distributed.Coordinator.Tests.Http;

/// <summary>History, logs and models by HTTP.</summary>
public sealed class FileEndpointsTests : IAsyncLifetime
{
    private const string Checkpoint = "trials/1/checkpoints/best-epoch-0001.safetensors";

    private const string Sweep = """
        name: flow
        method: grid
        parameters:
          lr: { values: [1.0e-3, 1.0e-4] }
          epochs: { value: 2 }
        max_failures: 0
        """;

    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.StartAsync();

        // The first trial has a model, the second fails before it has one.
        _api.Silos.Workers.Train = (grains, assignment) => assignment.Trial.Id.Number == 1
            ? SimulatedTraining.CompleteWithModelAsync(grains, assignment, Checkpoint)
            : SimulatedTraining.FailFirst(1)(grains, assignment);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task History_has_everything_and_the_description_names_all_of_it()
    {
        await CompleteAsync();

        var history = await _api.Http.GetFromJsonAsync<SweepSnapshot>("api/sweeps/flow/history", ApiJson.Options);

        Assert.Equal(("flow", 2), (history!.Sweep.Id, history.Trials[0].Epochs.Length));
        Assert.Equal("boom", Assert.Single(history.Trials[1].Attempts).Error);
        Assert.Equal([1, null], history.Trials.Select(trial => trial.Trial.Rank));
        var trials = await _api.Http.GetFromJsonAsync<TrialView[]>("api/sweeps/flow/trials", ApiJson.Options);
        Assert.Equal([1, null], trials!.Select(trial => trial.Rank));
        var importance = await _api.Http.GetFromJsonAsync<SweepImportance>("api/sweeps/flow/importance", ApiJson.Options);
        Assert.Equal(("test_accuracy", "too few trials: 1 ended with a value, expected at least 10"), (importance!.Metric, importance.Reason));
        await AssertProblemAsync("api/sweeps/nobody/importance", HttpStatusCode.NotFound, "nobody");
        await AssertProblemAsync("api/sweeps/nobody/history", HttpStatusCode.NotFound, "nobody");

        var paths = (await _api.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json")).GetProperty("paths");
        foreach (var path in (string[])["history", "importance", "trials/{number}/log", "trials/{number}/model", "best/model"])
        {
            Assert.True(paths.TryGetProperty($"/api/sweeps/{{id}}/{path}", out var operations), path);
            Assert.True(operations.GetProperty("get").GetProperty("responses").TryGetProperty("404", out _), path);
        }

        var lines = paths.GetProperty("/api/sweeps/{id}/trials/{number}/log").GetProperty("get").GetProperty("parameters")
            .EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "lines").GetProperty("schema");
        Assert.Equal(("integer", 5000), (lines.GetProperty("type").GetString(), lines.GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public async Task The_log_has_the_newest_lines_and_says_what_is_wrong_with_a_request()
    {
        await CompleteAsync();
        Assert.Equal("", await _api.Http.GetStringAsync("api/sweeps/flow/trials/1/log"));
        await _api.WriteAsync("flow/trials/1/log.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 300).Select(i => $"line {i} ö\n")) + "half"));

        using var answer = await _api.Http.GetAsync("api/sweeps/flow/trials/1/log?lines=2");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("line 299 ö\nline 300 ö\n", await answer.Content.ReadAsStringAsync());
        Assert.StartsWith("line 101 ö\n", await _api.Http.GetStringAsync("api/sweeps/flow/trials/1/log"), StringComparison.Ordinal);

        foreach (var wrong in (string[])["0", "5001", "-1", "many", "1.5", "99999999999"])
        {
            await AssertProblemAsync($"api/sweeps/flow/trials/1/log?lines={wrong}", HttpStatusCode.BadRequest, $"'{wrong}'");
        }

        await AssertProblemAsync("api/sweeps/nobody/trials/1/log", HttpStatusCode.NotFound, "nobody");
        await AssertProblemAsync("api/sweeps/flow/trials/3/log", HttpStatusCode.NotFound, "1 to 2");
        await AssertProblemAsync("api/sweeps/flow/trials/0/log", HttpStatusCode.NotFound, "no trial 0");
    }

    [Fact]
    public async Task Models_are_downloads_with_ranges_and_tags_once_there_are_any()
    {
        await _api.WriteAsync($"flow/{Checkpoint}", "the weights"u8.ToArray());
        await CompleteAsync();

        await AssertDownloadAsync("api/sweeps/flow/trials/1/model", "flow-trial-1.safetensors");
        await AssertDownloadAsync("api/sweeps/flow/best/model", "flow-best.safetensors");
        await AssertProblemAsync("api/sweeps/flow/trials/2/model", HttpStatusCode.NotFound, "trial 2");
        await AssertProblemAsync("api/sweeps/flow/trials/3/model", HttpStatusCode.NotFound, "trial 3");
        await AssertProblemAsync("api/sweeps/nobody/best/model", HttpStatusCode.NotFound, "nobody");
        File.Delete(Path.Combine(_api.Silos.Folder, "flow/best/model.safetensors"));
        await AssertProblemAsync("api/sweeps/flow/best/model", HttpStatusCode.NotFound, "sweep 'flow'");
    }

    [Fact]
    public async Task A_model_that_is_replaced_while_it_is_read_is_not_mixed_with_its_successor()
    {
        var size = 64 << 20;
        await _api.WriteAsync($"flow/{Checkpoint}", [.. Enumerable.Repeat((byte)'a', size)]);
        await CompleteAsync();
        using var answer = await _api.Http.GetAsync("api/sweeps/flow/trials/1/model", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1]);

        await _api.WriteAsync("flow/new", [.. Enumerable.Repeat((byte)'b', size)]);
        File.Move(Path.Combine(_api.Silos.Folder, "flow/new"), Path.Combine(_api.Silos.Folder, "flow", Checkpoint), overwrite: true);

        var rest = new MemoryStream();
        await stream.CopyToAsync(rest);
        Assert.Equal(size - 1, rest.Length);
        Assert.Equal(-1, rest.GetBuffer().AsSpan(0, size - 1).IndexOfAnyExcept((byte)'a'));
        using var next = await _api.Http.GetAsync("api/sweeps/flow/trials/1/model", HttpCompletionOption.ResponseHeadersRead);
        Assert.NotEqual(answer.Headers.ETag, next.Headers.ETag);
    }

    [Fact]
    public async Task Nothing_outside_of_the_output_folder_is_handed_out()
    {
        foreach (var file in (string[])["../secret/best/model.safetensors", "../secret/trials/1/log.txt", "../trials/1/log.txt", "../secret/log.txt"])
        {
            await _api.WriteAsync(file, "SECRET\n"u8.ToArray());
        }

        string[] targets =
        [
            "/api/sweeps/../trials/1/log",
            "/api/sweeps/..%2f../trials/1/log",
            "/api/sweeps/%2e%2e/trials/1/log",
            "/api/sweeps/%2e%2e%2fsecret/trials/1/log",
            "/api/sweeps/..%5csecret/best/model",
            "/api/sweeps/%2e%2e%2fsecret/best/model",
            "/api/sweeps/flow%2f..%2f..%2fsecret/best/model",
            "/api/sweeps/flow/trials/..%2f..%2f..%2fsecret/log",
            "/api/sweeps/flow/trials/1%2f../log",
            "/api/sweeps/flow/trials/1/../../../../secret/best/model",
            "/api/sweeps/flow%00/best/model",
        ];
        foreach (var target in targets)
        {
            var answer = await SendAsync(target);
            Assert.Matches(@"\AHTTP/1\.1 (404|400) ", answer);
            Assert.DoesNotContain("SECRET", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_worker_cannot_have_another_file_handed_out_as_its_model()
    {
        _api.Silos.Workers.Train = (grains, assignment) => SimulatedTraining.CompleteWithModelAsync(
            grains, assignment, assignment.Trial.Id.Number == 1 ? "../../../../../../../../etc/passwd" : "/etc/passwd");
        await CompleteAsync();

        await AssertProblemAsync("api/sweeps/flow/trials/1/model", HttpStatusCode.NotFound, "trial 1");
        await AssertProblemAsync("api/sweeps/flow/trials/2/model", HttpStatusCode.NotFound, "trial 2");
    }

    // As it is: HttpClient would tidy the path up.
    private async Task<string> SendAsync(string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _api.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        return await new StreamReader(stream).ReadToEndAsync();
    }

    private async Task CompleteAsync()
    {
        await _api.Silos.JoinAsync("worker-0");
        await _api.Silos.Grains.Coordinator("flow").SubmitAsync(Sweep);
        await _api.Silos.SweepAsync("flow", sweep => sweep.EndedAt is not null);
    }

    private async Task AssertDownloadAsync(string path, string name)
    {
        using var whole = await _api.Http.GetAsync(path);
        Assert.Equal("the weights", await whole.Content.ReadAsStringAsync());
        Assert.Equal(("application/octet-stream", 11), (whole.Content.Headers.ContentType!.MediaType, whole.Content.Headers.ContentLength));
        Assert.Equal(("attachment", name), (whole.Content.Headers.ContentDisposition!.DispositionType, whole.Content.Headers.ContentDisposition.FileName));

        using var range = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(4, 7) } };
        using var part = await _api.Http.SendAsync(range);
        Assert.Equal((HttpStatusCode.PartialContent, "weig"), (part.StatusCode, await part.Content.ReadAsStringAsync()));

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        using var unchanged = await _api.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    private async Task AssertProblemAsync(string path, HttpStatusCode status, string named)
    {
        using var answer = await _api.Http.GetAsync(path);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(named, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
