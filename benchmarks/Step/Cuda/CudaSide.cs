using System.Diagnostics;
using System.Text.Json;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>A process that measures cases on the GPU as it is told them: a line goes in, a line of JSON comes out. Killed at the end.</summary>
internal sealed class CudaSide : IDisposable
{
    private readonly Process _process;

    private CudaSide(Process process) => _process = process;

    /// <summary>Of its libtorch or PyTorch.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts one; returns when it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; its errors are on standard error.</exception>
    public static async Task<CudaSide> StartAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var side = new CudaSide(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        try
        {
            side.Version = await side.AnswerAsync<string>(cancellation);
            return side;
        }
        catch
        {
            side.Dispose();
            throw;
        }
    }

    /// <summary>Has it do something.</summary>
    /// <param name="order">A case, or another word that it knows.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<T> AskAsync<T>(string order, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(order.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        return await AnswerAsync<T>(cancellation);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<T> AnswerAsync<T>(CancellationToken cancellation)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended; its errors are above.");
        return JsonSerializer.Deserialize<T>(line, StepRun.Json)!;
    }
}
