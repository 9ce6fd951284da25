using System.Diagnostics;

namespace ResNet.Distributed.Training.Tests.Numerics;

/// <summary>Runs Python, where this machine has it.</summary>
internal static class Python
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string?> Plain = new(() => Find("pass"));

    private static readonly Lazy<string?> Torch = new(() => Find("import torch"));

    /// <summary>An interpreter; the test is skipped where there is none.</summary>
    public static string Require()
    {
        Assert.SkipWhen(Plain.Value is null, "python3 is not installed");
        return Plain.Value!;
    }

    /// <summary>An interpreter that has PyTorch; the test is skipped where there is none.</summary>
    public static string RequireTorch()
    {
        Assert.SkipWhen(Torch.Value is null, "python3-torch is not installed");
        return Torch.Value!;
    }

    /// <summary>Runs a script and gives back what it printed.</summary>
    public static async Task<string> RunAsync(string interpreter, string script, string input, params string[] arguments)
    {
        var (exitCode, output, error) = await StartAsync(interpreter, script, input, arguments);
        Assert.True(exitCode == 0, $"{interpreter} ended with {exitCode}: {error}");
        return output;
    }

    private static string? Find(string script) => Array.Find(["/usr/bin/python3", "python3", "python"], interpreter =>
    {
        try
        {
            return StartAsync(interpreter, script, "").GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    });

    private static async Task<(int ExitCode, string Output, string Error)> StartAsync(
        string interpreter, string script, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(interpreter, ["-B", "-c", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
