using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Reproduction;

/// <summary>Follows the one trial of a reproduction and prints the script's lines as its epochs end.</summary>
internal sealed class ScriptFollower(SweepClient client, Terminal terminal)
{
    private const int Trial = 1;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <returns>0 when the trial completed, else 1 with its error on standard error.</returns>
    public async Task<int> FollowAsync(string sweep, CancellationToken cancellation)
    {
        var printer = new ScriptPrinter(terminal.Result);
        var status = TrialStatus.Pending;
        await foreach (var next in new SweepFeed(client, terminal.Note).FollowAsync(sweep, cancellation))
        {
            if (next.Trials.FirstOrDefault(t => t.Number == Trial) is { } trial)
            {
                await PrintNewAsync(printer, sweep, trial, cancellation);
                status = trial.Status;
                SayWhatWentWrong(trial);
            }
        }

        return status == TrialStatus.Completed ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task PrintNewAsync(ScriptPrinter printer, string sweep, TrialView trial, CancellationToken cancellation)
    {
        while (printer.Printed < trial.EpochsDone)
        {
            try
            {
                var before = printer.Printed;
                printer.Print((await client.TrialAsync(sweep, Trial, cancellation)).Epochs);
                if (printer.Printed > before)
                {
                    continue;
                }
            }
            catch (Exception error) when (IsPassing(error, cancellation))
            {
                terminal.Note($"Asking for the epochs failed ({error.Message}); trying again");
            }

            await Task.Delay(RetryDelay, cancellation);
        }
    }

    private static bool IsPassing(Exception error, CancellationToken cancellation) =>
        error is HttpRequestException or ApiException or IOException
        || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    private void SayWhatWentWrong(TrialView trial)
    {
        if (trial.Error is { } error)
        {
            terminal.Note($"The trial {trial.Status.ToString().ToLowerInvariant()}: {error}");
        }
    }
}
