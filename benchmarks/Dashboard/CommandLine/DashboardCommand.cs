using System.CommandLine;
using System.Globalization;
using ResNet.Distributed.Dashboard.Reporting;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Dashboard.CommandLine;

/// <summary>The program's one command.</summary>
internal static class DashboardCommand
{
    /// <summary>Runs what <paramref name="args"/> ask for.</summary>
    /// <returns>0 when it was measured, 1 when that failed, 2 when the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var options = new DashboardOptionSet();
        var root = new RootCommand("Fills a large sweep with simulated workers, and measures how long the API and the pages take to show it.");
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        root.SetAction((result, stop) => ExecuteAsync(options.Read(result), result.GetValue(options.Out), args, stop));
        try
        {
            return await CommandInvocation.RunAsync(root, args, Console.Error.WriteLine, interrupted);
        }
        catch (Exception error) when (error is LaunchException or TimeoutException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ExecuteAsync(DashboardOptions options, string? page, string[] args, CancellationToken stop)
    {
        if (options.Browser is { } browser && !File.Exists(browser))
        {
            return CommandInvocation.Refuse(Console.Error.WriteLine, [$"--browser: there is no {browser}; name Chromium's executable, or say --no-browser."]);
        }

        if (options.Filled < options.Trials / 2)
        {
            return CommandInvocation.Refuse(Console.Error.WriteLine, [$"--workers: found {options.Workers}, expected at most a quarter of the trials, {options.Trials / 4}"]);
        }

        var figures = await new DashboardRun(options, Print).RunAsync(stop);
        var text = ReportPage.Write(options, figures, args);
        Console.WriteLine(text);
        if (page is not null)
        {
            await File.WriteAllTextAsync(page, text, stop);
        }

        return ExitCode.Done;
    }

    private static void Print(string line) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {line}"));
}
