using System.ComponentModel;
using System.Diagnostics;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>Runs a short command of the system to its end.</summary>
internal static class CommandRunner
{
    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="ChaosException">It cannot be started, or it failed.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await TryAsync(program, arguments);
        return exit == 0
            ? output
            : throw new ChaosException($"'{program} {string.Join(' ', arguments)}' ended with {exit}: {errors.Trim()}");
    }

    /// <summary>Runs it and returns how it ended.</summary>
    /// <exception cref="ChaosException">It cannot be started.</exception>
    public static async Task<(int Exit, string Output, string Errors)> TryAsync(string program, params string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new ChaosException($"{start.FileName} cannot be started: {error.Message}.", error);
        }
    }
}
