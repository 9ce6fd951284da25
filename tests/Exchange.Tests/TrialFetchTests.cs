using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Exchange.Tests;

public sealed class TrialFetchTests : IAsyncLifetime
{
    private readonly TrialFileClient _client = new();
    private readonly List<string> _warnings = [];
    private FileServer _here = null!;
    private FileServer _there = null!;

    public async ValueTask InitializeAsync()
    {
        _here = await FileServer.StartAsync("here");
        _there = await FileServer.StartAsync("there");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task The_newest_is_the_one_of_the_newest_attempt_however_far_an_older_one_got()
    {
        _there.Checkpoint(attempt: 1, epoch: 9, "far");
        var newest = _there.Checkpoint(attempt: 2, epoch: 3, "newest");
        _there.Checkpoint(attempt: 4, epoch: 4, "of an attempt to come");

        var host = await Fetch(attempt: 3).NewestCheckpointAsync(CancellationToken.None);

        Assert.Equal("there", host?.Name);
        Assert.Equal([newest], Here());
        Assert.Equal("newest", File.ReadAllText(Path.Combine(_here.TrialFolder, TrialFile.Folder, newest)));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Nothing_is_fetched_that_is_no_newer_than_what_is_here()
    {
        var own = _here.Checkpoint(attempt: 2, epoch: 3, "own");
        _there.Checkpoint(attempt: 1, epoch: 9, "far");
        _there.Checkpoint(attempt: 2, epoch: 3, "own");

        Assert.Null(await Fetch(attempt: 3).NewestCheckpointAsync(CancellationToken.None));
        Assert.Equal([own], Here());
    }

    [Fact]
    public async Task What_attempts_before_a_certain_one_have_left_is_not_fetched()
    {
        _there.Checkpoint(attempt: 1, epoch: 3, "before");
        Assert.Null(await Fetch(attempt: 3).NewestCheckpointAsync(CancellationToken.None, after: 1));

        var since = _there.Checkpoint(attempt: 2, epoch: 2, "since");
        Assert.NotNull(await Fetch(attempt: 3).NewestCheckpointAsync(CancellationToken.None, after: 1));
        Assert.Equal([since], Here());
    }

    [Fact]
    public async Task The_checkpoint_of_an_epochs_beginning_is_fetched_whatever_is_newer_and_once()
    {
        var wanted = _there.Checkpoint(attempt: 1, epoch: 2, "wanted");
        _there.Checkpoint(attempt: 2, epoch: 3, "newer");
        _there.Write("epoch-0002.step-00001.attempt-0001.0123456789abcdef.safetensors", "within the epoch");

        Assert.NotNull(await Fetch(attempt: 9).CheckpointAtStartOfAsync(2, CancellationToken.None));
        Assert.Null(await Fetch(attempt: 9).CheckpointAtStartOfAsync(2, CancellationToken.None));
        Assert.Null(await Fetch(attempt: 9).CheckpointAtStartOfAsync(5, CancellationToken.None));
        Assert.Equal([wanted], Here());
    }

    [Fact]
    public void What_is_collected_at_each_rung_is_cleaned_up_as_where_it_was_trained()
    {
        string[] kept = [_here.Checkpoint(attempt: 1, epoch: 2, "rung"), _here.Checkpoint(attempt: 3, epoch: 3, "one"), _here.Checkpoint(attempt: 4, epoch: 4, "two")];
        _here.Checkpoint(attempt: 1, epoch: 1, "old");
        var model = _here.Write("best-epoch-0001.safetensors", "model");

        TrialFile.Prune(_here.TrialFolder, attempt: 4, keptEpoch: 2);

        Assert.Equal([model, .. kept.Order()], Here().Order());
    }

    [Fact]
    public async Task A_host_that_is_gone_is_passed_over()
    {
        var name = _there.Checkpoint(attempt: 1, epoch: 1, "one");
        var gone = await FileServer.StartAsync("gone");
        await gone.DisposeAsync();

        Assert.Equal("there", (await Fetch(attempt: 2, gone.Host, _there.Host).NewestCheckpointAsync(CancellationToken.None))?.Name);
        Assert.Equal([name], Here());
    }

    [Fact]
    public async Task Where_the_newest_cannot_be_had_the_next_one_is()
    {
        var older = _there.Checkpoint(attempt: 1, epoch: 1, "older");
        var newest = _there.Checkpoint(attempt: 1, epoch: 2, "newest");
        var fetch = Fetch(attempt: 2);

        // Listed, and gone when it is asked for.
        Assert.False(await fetch.BringAsync("best-epoch-0000.safetensors", CancellationToken.None));
        File.Delete(Path.Combine(_there.TrialFolder, TrialFile.Folder, newest));

        Assert.NotNull(await fetch.NewestCheckpointAsync(CancellationToken.None));
        Assert.Equal([older], Here());
        Assert.Contains(newest, Assert.Single(_warnings));
    }

    [Fact]
    public async Task Without_the_token_there_is_nothing()
    {
        _there.Checkpoint(attempt: 1, epoch: 1, "secret");
        var access = new TrialFileAccess("wrong", [_there.Host]);

        Assert.Null(await new TrialFetch(_client, FileServer.Trial, access, 2, _here.TrialFolder, _warnings.Add)
            .NewestCheckpointAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(".token")]
    [InlineData("%2e%2e%2flog.txt")]
    [InlineData("..%2f.token")]
    [InlineData("best-epoch-0001.safetensors.damaged")]
    [InlineData("notes.txt")]
    public async Task Nothing_but_checkpoints_and_models_is_handed_out(string name)
    {
        _there.Write("notes.txt", "private");
        _there.Write("best-epoch-0001.safetensors.damaged", "private");
        File.WriteAllText(Path.Combine(_there.TrialFolder, "log.txt"), "private");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add(TrialToken.Header, FileServer.Token);

        using var answer = await http.GetAsync(new Uri(_there.Host.Address, $"trial-files/sweep/7/{name}"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_end_of_the_log_is_handed_out_too()
    {
        File.WriteAllText(Path.Combine(_there.TrialFolder, "log.txt"), "one\ntwo\nthree\n");

        Assert.Equal("two\nthree\n", await _client.LogAsync(_there.Host, FileServer.Trial, FileServer.Token, 2, CancellationToken.None));
    }

    [Fact]
    public void A_folder_keeps_its_mark_and_no_other_has_it()
    {
        Assert.Equal(_here.Host.Folder, FolderMark.Of(Path.GetFullPath(Path.Combine(_here.TrialFolder, "../../.."))));
        Assert.True(_here.Host.Shares(_here.Host.Folder));
        Assert.False(_here.Host.Shares(_there.Host.Folder));
        Assert.False(new FileHost("x", _here.Host.Address, null).Shares(null));
    }

    private TrialFetch Fetch(int attempt, params FileHost[] hosts) => new(
        _client, FileServer.Trial, new TrialFileAccess(FileServer.Token, hosts.Length == 0 ? [_there.Host] : [.. hosts]), attempt,
        _here.TrialFolder, _warnings.Add);

    private string[] Here() => [.. Directory.EnumerateFiles(Path.Combine(_here.TrialFolder, TrialFile.Folder)).Select(file => Path.GetFileName(file)!)];
}
