using System.Text.Json;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>
/// Has the data set found, downloaded or made before the workers start. The worker's program does it, because it alone knows
/// the formats; it shows its progress on our standard error and prints one line of JSON.
/// </summary>
internal static class DataStep
{
    /// <summary>Runs the step.</summary>
    /// <param name="worker">The worker's program.</param>
    /// <param name="data">The folder that the caller named; null for the usual places.</param>
    /// <param name="syntheticFolder">Where to make a data set when there is none.</param>
    /// <param name="cancellation">Ends the step, and its process with it.</param>
    /// <exception cref="InputException">The data cannot be used; the program has said why.</exception>
    /// <exception cref="LaunchException">The program failed.</exception>
    public static async Task<DataSet> RunAsync(
        ProgramFile worker, string? data, string syntheticFolder, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "data",
            .. data is null ? Array.Empty<string>() : ["--data", Path.GetFullPath(data)],
            "--synthetic-folder", syntheticFolder,
        ];
        var lines = new List<string>();
        return await WorkerCommand.RunAsync(worker, arguments, lines.Add, cancellation) switch
        {
            ExitCode.Done => Read(lines),
            ExitCode.BadInput => throw new InputException([]),
            var code => throw new LaunchException($"Preparing the data failed: 'GpuWorker data' ended with exit code {code}."),
        };
    }

    /// <summary>Tells people which data it is.</summary>
    public static void Say(DataSet data, Terminal terminal)
    {
        terminal.Note($"Data: {data.Name} in {data.Path} ({data.Detail})");
        if (data.IsSynthetic)
        {
            terminal.Note("SYNTHETIC DATA: these images are made up. Accuracies mean nothing beyond showing that everything works. "
                + "For real results give CIFAR-10 with --data DIR.");
        }
    }

    private static DataSet Read(List<string> lines)
    {
        try
        {
            if (lines is [var line] && JsonSerializer.Deserialize<DataSet>(line, JsonSerializerOptions.Web) is { Path.Length: > 0 } data)
            {
                return data with { Path = Path.GetFullPath(data.Path) };
            }
        }
        catch (JsonException)
        {
            // Said below, with what was printed.
        }

        throw new LaunchException($"'GpuWorker data' printed {lines.Count} lines, expected one of JSON: {string.Join('\n', lines)}");
    }
}
