namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>Runs the sweep, again and again under new names, until no more is wanted.</summary>
internal sealed class SweepLoop(
    ChaosOptions options, IReadOnlyList<ChaosApi> apis, TrialWatch watch, string output, TimeProvider time, Action<string> print)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FilesLimit = TimeSpan.FromMinutes(1);

    private readonly List<string> _violations = [];
    private readonly List<SweepResult> _results = [];

    /// <summary>The sweeps that have ended.</summary>
    public IReadOnlyList<SweepResult> Results => _results;

    /// <summary>What the sweeps showed that must not happen.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Runs sweeps to their ends.</summary>
    /// <param name="prefix">Their names are this and a number from 1.</param>
    /// <param name="more">Asked after each one.</param>
    /// <param name="cancellation">Ends everything.</param>
    public async Task RunAsync(string prefix, Func<bool> more, CancellationToken cancellation)
    {
        do
        {
            var name = $"{prefix}-{_results.Count + 1}";
            var started = time.GetTimestamp();
            await SubmitAsync(SweepText.Of(name, options), cancellation);
            watch.Follow(name);
            print($"sweep {name}: accepted");
            await watch.WaitAsync(seen => seen.Sweep == name && seen.Ended, cancellation);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            print($"sweep {name}: ended after {seconds:0} s");
            _results.Add(await CollectAsync(name, seconds, cancellation));
        }
        while (more());
    }

    private async Task SubmitAsync(string text, CancellationToken cancellation)
    {
        for (var attempt = 0; await apis[attempt % apis.Count].SubmitAsync(text, cancellation) is null; attempt++)
        {
            await Task.Delay(Pause, time, cancellation);
        }
    }

    // The files follow the API's answer within moments; they have to, even when a fault comes between.
    private async Task<SweepResult> CollectAsync(string name, double seconds, CancellationToken cancellation)
    {
        var folder = Path.Combine(output, name);
        var started = time.GetTimestamp();
        while (SweepResult.Missing(folder, options.Trials) is { } missing)
        {
            if (time.GetElapsedTime(started) > FilesLimit)
            {
                _violations.Add($"sweep {name}: {FilesLimit.TotalSeconds} s after its end {missing}");
                break;
            }

            await Task.Delay(Pause, time, cancellation);
        }

        var result = new SweepResult(name, folder, seconds, SweepResult.HashOfBest(folder));
        DropCheckpoints(folder);
        return result;
    }

    // Half a gigabyte for each sweep, which has ended. The folders stay: a worker that was frozen may still write.
    private static void DropCheckpoints(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "trials"), "*.safetensors", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }
}
