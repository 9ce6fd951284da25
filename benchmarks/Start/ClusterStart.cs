using System.Diagnostics;

namespace ResNet.Distributed.Start;

/// <summary>One sweep of one trial of one step, by the command that a user types.</summary>
/// <param name="folder">For everything that is written; new.</param>
/// <param name="data">The data set.</param>
internal sealed class ClusterStart(string folder, string data)
{
    /// <summary>The sweep's name.</summary>
    public const string Sweep = "start";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const string File = $$"""
        name: {{Sweep}}
        method: grid
        parameters:
          model: { value: resnet18 }
          batch_size: { value: 128 }
          epochs: { value: 1 }
        train_limit: 128
        test_limit: 1
        """;

    // The same configuration as this program was built with.
    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Runs it to its end.</summary>
    /// <returns>Seconds from the command to each milestone.</returns>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public async Task<IReadOnlyList<double>> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var (file, runs) = (Path.Combine(folder, "start.yaml"), Path.Combine(folder, "runs"));
        await System.IO.File.WriteAllTextAsync(file, File, cancellation);
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "run", "--no-build", "-c", Configuration, "--project", "src/AppHost", "--",
            "sweep", file, "--data", data, "--workers", "1", "--threads", FormattableString.Invariant($"{Environment.ProcessorCount}"),
            "--device", "cpu", "--out", runs,
        ])
        { RedirectStandardOutput = true })!;
        await using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.BeginOutputReadLine();
        var seconds = await WatchAsync(process, runs, cancellation);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? seconds : throw Failure(process);
    }

    private static async Task<IReadOnlyList<double>> WatchAsync(Process process, string runs, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var seconds = new List<double>();
        using var look = new PeriodicTimer(Look);
        foreach (var milestone in Milestone.All)
        {
            while (!milestone.IsReached(runs))
            {
                if (process.HasExited && !milestone.IsReached(runs))
                {
                    throw Failure(process);
                }

                if (Stopwatch.GetElapsedTime(start) > Limit)
                {
                    process.Kill(entireProcessTree: true);
                    throw new InvalidOperationException($"After {Limit.TotalSeconds:0} s this was not yet so: {milestone.Name}.");
                }

                await look.WaitForNextTickAsync(cancellation);
            }

            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return seconds;
    }

    private static InvalidOperationException Failure(Process process) =>
        new($"dotnet {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}; its errors are above.");
}
