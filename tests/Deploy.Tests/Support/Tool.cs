using System.Diagnostics;

namespace ResNet.Distributed.Deploy.Tests.Support;

/// <summary>Runs the programs that read what lies under <c>deploy/</c>.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The program's path, or null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>The program's path; skips the test where it is not installed.</summary>
    public static string Require(string program, string package)
    {
        var path = Find(program);
        Assert.SkipWhen(path is null, $"{program} is not installed (Debian: {package}).");
        return path!;
    }

    /// <summary>Runs a program from the repository's root.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(program, arguments);
        Assert.True(code == 0, output + errors);
        return output;
    }
}
