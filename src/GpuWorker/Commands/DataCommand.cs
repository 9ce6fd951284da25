using System.CommandLine;
using ResNet.Distributed.ServiceDefaults.Lifetime;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>
/// <c>data</c>: finds, downloads or makes the data set, reads it once, and says on standard output, in one line of JSON, where it is.
/// Everything else goes to standard error. Exit code 2 when there is no data to be had.
/// </summary>
internal static class DataCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "A folder or archive with CIFAR-10; by default dataset/, or a download." };
        var synthetic = new Option<string>("--synthetic-folder")
        {
            Description = "Where a synthetic data set goes when nothing can be downloaded.",
            DefaultValueFactory = _ => Path.Combine("runs", ".data"),
        };
        var command = new Command("data", "Finds, downloads or makes the data set and prints where it is.") { data, synthetic };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(data), parsed.GetValue(synthetic)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string? path, string syntheticFolder, CancellationToken stop)
    {
        // Not disposed: the thread that watches the launcher may cancel it until the process ends.
        var untilLauncherEnds = ParentPipe.Link(stop);
        try
        {
            using var progress = new DownloadBar(Console.Error);
            var options = new DataLocatorOptions { Given = path, SyntheticFolder = syntheticFolder };
            var located = await DataLocator.LocateAsync(options, progress, untilLauncherEnds.Token);
            var data = CifarReader.Read(located.Path);
            CommandJson.Write(new { path = Path.GetFullPath(located.Path), kind = located.Kind, name = data.Name, detail = located.Detail });
            return 0;
        }
        catch (CifarDataException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
        catch (OperationCanceledException) when (untilLauncherEnds.IsCancellationRequested)
        {
            return 130;
        }
    }
}
