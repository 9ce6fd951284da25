using System.Diagnostics;

namespace ResNet.Distributed.Training.Tests.Native;

/// <summary>A run of the probe program in a process of its own.</summary>
/// <param name="Id">The id that the process was started with.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The lines of its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Probe(int Id, int ExitCode, string[] Output, string Errors)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Starts it, with these variables set (null: removed), and waits for its end.</summary>
    public static async Task<Probe> RunAsync(
        string[] arguments, Dictionary<string, string?> environment, bool useDotnet = false)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ResNet.Distributed.Training.Tests.Probe");
        var start = new ProcessStartInfo(useDotnet ? "dotnet" : program, useDotnet ? [program + ".dll", .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new Probe(process.Id, process.ExitCode, lines, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"The probe did not end within {Deadline}.");
        }
    }
}
