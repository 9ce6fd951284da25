using System.Diagnostics;

namespace ResNet.Distributed.Measuring;

/// <summary>A process that measures something and writes what it found.</summary>
public static class Child
{
    /// <summary>Runs this program itself with other arguments.</summary>
    public static Task<string> RunOwnAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(Environment.ProcessPath!, arguments, cancellation);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output; its standard error is ours.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await using var kill = cancellation.Register(process.Kill);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}; its errors are above.");
    }
}
