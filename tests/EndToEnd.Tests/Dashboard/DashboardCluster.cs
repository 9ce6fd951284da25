using System.Text;
using System.Text.RegularExpressions;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Dashboard;

/// <summary>Two workers and a coordinator whose pages are looked at; started by the first test that needs them.</summary>
public sealed partial class DashboardCluster : IDisposable
{
    private readonly TempFolder _folder = new();
    private AppHostProcess? _apphost;

    /// <summary>The pages' address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where results are written.</summary>
    public string Output => _folder["runs"];

    /// <summary>Starts it, unless it runs.</summary>
    public async Task StartAsync(SyntheticData data)
    {
        if (_apphost is not null)
        {
            return;
        }

        _apphost = AppHostProcess.Start(
            "up", "--data", data.Path, "--workers", "2", "--threads", "1", "--out", Output, "--port", "0");
        await _apphost.WaitForAsync(process => Url().IsMatch(process.Errors), TimeSpan.FromMinutes(1), "the dashboard's address");
        Address = new Uri(Url().Match(_apphost.Errors).Value);
    }

    /// <summary>Submits a sweep as a program would.</summary>
    public async Task SubmitAsync(string text)
    {
        using var http = new HttpClient { BaseAddress = Address };
        (await http.PostAsync("api/sweeps", new StringContent(text, Encoding.UTF8, "application/yaml"))).EnsureSuccessStatusCode();
    }

    /// <summary>Kills the coordinator's process; AppHost starts it again.</summary>
    public void KillCoordinator()
    {
        var coordinator = _apphost!.Children().Single(child => child.Value.Contains("Coordinator", StringComparison.Ordinal)).Key;
        AppHostProcess.Kill(coordinator, 9);
    }

    public void Dispose()
    {
        _apphost?.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Url();
}
