using System.Net.Http.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Http;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>A cluster that runs a sweep, and that a test may do harm to. Everything ends when it is disposed.</summary>
internal sealed class RecoveryCluster : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new ConnectionFaults(new SocketsHttpHandler())) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string> _environment;

    private RecoveryCluster(
        string data, RedisServer? redis, string[] options, string? text, Action<string>? prepare, IReadOnlyDictionary<string, string>? environment)
    {
        Redis = redis;
        _environment = environment ?? new Dictionary<string, string>();
        prepare?.Invoke(Out);
        _arguments =
        [
            .. text is null ? ["up"] : new[] { "sweep", SweepFiles.Write(_folder, text) }, "--data", data, "--threads", "1", "--out", Out, "--port", "0",
            .. redis is null ? [] : new[] { "--store", redis.Connection },
            .. options.Contains("--workers") ? [] : new[] { "--workers", "2" }, .. options,
        ];
        AppHost = AppHostProcess.Start(_environment, _arguments);
    }

    /// <summary>The launcher that runs now.</summary>
    public AppHostProcess AppHost { get; private set; }

    /// <summary>The store; null where it is embedded.</summary>
    public RedisServer? Redis { get; }

    public string Out => _folder["runs"];

    public string SweepFolder => Path.Combine(Out, SteadySweep.Name);

    /// <summary>Starts a cluster with the steady sweep, two workers of a thread each.</summary>
    public static Task<RecoveryCluster> StartAsync(StoreKind store, string data, params string[] options) =>
        StartAsync(store, data, SteadySweep.Text, options);

    /// <summary>Starts a cluster with another sweep of the same name.</summary>
    /// <param name="store">Where its state is.</param>
    /// <param name="data">The data set.</param>
    /// <param name="text">The sweep file.</param>
    /// <param name="options">More of the command line.</param>
    /// <param name="prepare">Is given the output folder before anything is started.</param>
    /// <param name="environment">More variables for the launcher and its children.</param>
    public static async Task<RecoveryCluster> StartAsync(
        StoreKind store, string data, string text, string[] options, Action<string>? prepare = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var redis = store == StoreKind.Redis ? await RedisServer.StartAsync() : null;
        return new RecoveryCluster(data, redis, options, text, prepare, environment);
    }

    /// <summary>Starts a cluster without a sweep, and waits until both of its workers are there.</summary>
    public static async Task<RecoveryCluster> StartIdleAsync(string data)
    {
        var cluster = new RecoveryCluster(data, redis: null, [], text: null, prepare: null, environment: null);
        using var deadline = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await cluster.ReadAsync<WorkerView[]>("api/workers"))?.Length != 2)
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }

        return cluster;
    }

    /// <summary>Gives the cluster a sweep.</summary>
    public async Task SubmitAsync(string text)
    {
        using var body = new StringContent(text);
        using var response = await _http.PostAsync($"{Address()}api/sweeps", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The same command again.</summary>
    public void StartAgain()
    {
        AppHost.Dispose();
        AppHost = AppHostProcess.Start(_environment, _arguments);
    }

    /// <summary>Another text in the place of the sweep file, for the next start.</summary>
    public void ChangeFile(string found, string replacement) =>
        File.WriteAllText(_arguments[1], File.ReadAllText(_arguments[1]).Replace(found, replacement, StringComparison.Ordinal));

    /// <summary>Ctrl-C, for a cluster that stays up.</summary>
    public Task<int> EndAsync()
    {
        AppHost.Signal(2);
        return AppHost.ExitAsync(Limit);
    }

    /// <summary>The process of this name, such as <c>worker-0</c>.</summary>
    public int Process(string name) => AppHost.Children().Keys
        .Single(pid => ProcessTree.Environment(pid).Contains($"OTEL_SERVICE_NAME={name}"));

    /// <summary>The trial as the API shows it; null while the API does not answer, or the trial has not been started.</summary>
    public Task<TrialDetail?> TrialAsync(int number) => ReadAsync<TrialDetail>($"api/sweeps/{SteadySweep.Name}/trials/{number}");

    /// <summary>Sends a command, such as <c>cancel</c>.</summary>
    public async Task PostAsync(string path)
    {
        using var response = await _http.PostAsync($"{Address()}api/sweeps/{SteadySweep.Name}/{path}", null);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Waits until a trial is as wanted.</summary>
    public async Task<TrialDetail> WaitAsync(int number, Func<TrialDetail, bool> wanted, TimeSpan limit, string what)
    {
        using var deadline = new CancellationTokenSource(limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        TrialDetail? trial = null;
        try
        {
            while (await look.WaitForNextTickAsync(deadline.Token))
            {
                trial = await TrialAsync(number) ?? trial;
                if (trial is not null && wanted(trial))
                {
                    return trial;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The deadline: told below.
        }

        throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}. Trial {number} stayed {trial?.Trial}.\n{AppHost.Everything}");
    }

    /// <summary>
    /// Waits until a trial is in its middle: some epochs done and kept, many more to do. An epoch is reported before its checkpoint is written.
    /// </summary>
    public Task<TrialDetail> MiddleAsync(int number) => WaitAsync(
        number,
        trial => trial.Trial.Status == TrialStatus.Running && trial.Trial.EpochsDone >= 2 && Checkpoints(number) >= 2,
        Limit,
        $"two epochs of trial {number}, and their checkpoints");

    /// <summary>Waits until the launcher has ended with success.</summary>
    /// <returns>The results without times and attempts.</returns>
    public async Task<string[]> ResultsAsync()
    {
        Assert.True(await AppHost.ExitAsync(Limit) == 0, AppHost.Everything);
        return Results.Read(SweepFolder);
    }

    public void Dispose()
    {
        AppHost.Dispose();
        Redis?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private int Checkpoints(int number) => new DirectoryInfo(Path.Combine(SweepFolder, "trials", $"{number}", "checkpoints")) is { Exists: true } folder
        ? folder.GetFiles("epoch-*.safetensors").Length
        : 0;

    /// <summary>Base address of the API.</summary>
    public string Address()
    {
        const string before = "API and dashboard: ";
        var line = AppHost.Errors.Split('\n').LastOrDefault(line => line.StartsWith(before, StringComparison.Ordinal));
        return line?[before.Length..].Trim() ?? throw new InvalidOperationException("The API has no address yet.");
    }

    // Null while there is no answer.
    private async Task<T?> ReadAsync<T>(string path)
        where T : class
    {
        try
        {
            return await _http.GetFromJsonAsync<T>($"{Address()}{path}", ApiJson.Options);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }
}
