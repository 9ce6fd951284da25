using System.Diagnostics;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>A Python that has numpy, where the machine has one.</summary>
internal static class PythonWithNumpy
{
    private const string Without = "neither /usr/bin/python3 nor python3 has numpy (Debian: apt-get install python3-numpy)";

    private static readonly Lazy<string?> Interpreter = new(() =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(name => Try(name, "import numpy", []).ExitCode == 0));

    /// <summary>Runs a script and returns what it printed; skips the test where there is no such Python.</summary>
    public static string Run(string script, params string[] arguments)
    {
        Assert.SkipWhen(Interpreter.Value is null, Without);
        var (exitCode, output, error) = Try(Interpreter.Value!, script, arguments);
        Assert.True(exitCode == 0, error);
        return output.Trim();
    }

    private static (int ExitCode, string Output, string Error) Try(string interpreter, string script, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", script, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "Python did not end.");
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
