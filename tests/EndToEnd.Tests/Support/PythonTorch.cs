using System.Diagnostics;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>Debian's Python with PyTorch, where it is installed.</summary>
internal static class PythonTorch
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a script of this project's <c>Python</c> folder and returns what it printed; skips the test without PyTorch.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await ExecuteAsync(["-c", "import torch"])).Exit == 0,
            "PyTorch is not installed for /usr/bin/python3 (Debian: apt-get install python3-torch).");
        var (exit, output, errors) = await ExecuteAsync([Path.Combine(AppContext.BaseDirectory, "Python", script), .. arguments]);
        Assert.True(exit == 0, errors);
        return output.Trim();
    }

    private static async Task<(int Exit, string Output, string Errors)> ExecuteAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
