using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Following;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.AppHost.Security;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>Gives a cluster a sweep and follows it to its end.</summary>
internal static class Sweeps
{
    /// <summary>How long our own cluster may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="api">Base address of the cluster's API.</param>
    /// <param name="key">The API's key; null where it needs none.</param>
    /// <param name="text">The sweep file.</param>
    /// <param name="outputFolder">Our <c>--out</c>; null for a cluster that is not ours.</param>
    /// <param name="terminal">Where the sweep is shown.</param>
    /// <param name="cancellation">Ends the following, not the sweep.</param>
    public static async Task<int> RunAsync(
        Uri api, ApiKey? key, string text, string? outputFolder, Terminal terminal, CancellationToken cancellation)
    {
        using var client = new SweepClient(api, key);
        var submission = outputFolder is null
            ? await client.SubmitAsync(text, cancellation)
            : await client.SubmitAsync(text, Patience, terminal.Note, cancellation);
        var sweep = submission.Sweep;
        if (!submission.IsNew)
        {
            var rest = sweep.EndedAt is null ? "and it goes on from there" : "so nothing is run again; these are its results";
            terminal.Note($"Sweep {sweep.Id} was there already: {sweep.Ended} of its {sweep.Trials} trials have ended, {rest}");
        }

        var feed = new SweepFeed(client, terminal.Note).FollowAsync(sweep.Id, cancellation);
        var folder = outputFolder is null ? null : Path.Combine(outputFolder, sweep.Id);
        var exitCode = await new SweepFollower(terminal, TimeProvider.System).FollowAsync(feed, folder, cancellation);
        await ImportanceReport.ShowAsync(client, sweep.Id, terminal, cancellation);
        return exitCode;
    }
}
