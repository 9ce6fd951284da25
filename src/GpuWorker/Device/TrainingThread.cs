using System.Diagnostics;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Devices;
using ResNet.Distributed.Training.Native;
using TorchSharp;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>
/// The one thread that touches tensors. TorchSharp's dispose scopes belong to a thread, and OpenMP's threads take their priority
/// from the thread that starts them; so training has a thread of its own, of lower priority than the silo's.
/// </summary>
internal sealed class TrainingThread(
    AttemptSlot slot,
    AttemptRunner runner,
    LoadedData data,
    IOptions<WorkerOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<TrainingThread> logger) : IHostedService
{
    private readonly TaskCompletionSource<DeviceInfo> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when libtorch is loaded and the data is in memory; never when that fails, which ends the process.</summary>
    public Task<DeviceInfo> Ready => _ready.Task;

    /// <summary>Whether it runs: from the process' start to its end, unless it cannot go on.</summary>
    public bool IsAlive => !_ended.Task.IsCompleted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Main) { Name = "training", IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    /// <summary>Waits for the thread's end; the host's shutdown limit bounds the wait, since a step in native code cannot be broken off.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        slot.Close();
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Main()
    {
        try
        {
            var device = Prepare();
            while (NextAttempt() is { } attempt)
            {
                runner.Run(attempt, device);
                if (runner.DeviceIsLost)
                {
                    // A restart cures it; the report leaves before the process does.
                    Log.DeviceLost(logger);
                    Environment.ExitCode = 1;
                    lifetime.StopApplication();
                    return;
                }
            }
        }
        catch (Exception failure) when (failure is CifarDataException or NativeLoadException or DeviceUnavailableException)
        {
            // A worker that has no data, no libtorch or not the device that was asked for cannot be cured by a restart: exit code 2 says so to the launcher.
            Log.CannotStart(logger, failure.Message);
            Environment.ExitCode = 2;
            lifetime.StopApplication();
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private torch.Device Prepare()
    {
        var started = Stopwatch.GetTimestamp();
        NativeThread.LowerPriority(options.Value.TrainingNiceness);
        LibTorch.EnsureLoaded();
        var threads = options.Value.Threads > 0 ? options.Value.Threads : Environment.ProcessorCount;
        torch.set_num_threads(threads);
        var choice = DeviceChoice.Of(options.Value.DevicePreference, CudaFacts.Detect());
        if (choice.Warning is { } warning)
        {
            Log.NotOnGpu(logger, warning);
        }

        var device = choice.Device;
        var name = choice.IsCuda ? $"{device}" : $"{device} ({threads} thread{(threads == 1 ? "" : "s")})";
        var content = data.Content;
        Log.Ready(logger, name, data.Name, data.Train.Count, LibTorchVersion.Loaded, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _ready.SetResult(new DeviceInfo(name, content));
        return device;
    }

    // Blocks this thread until there is an attempt that was not run yet; null when the worker leaves.
    private HeldAttempt? NextAttempt()
    {
        while (true)
        {
            var changed = slot.Changed;
            if (slot.Held is { IsTaken: false } attempt)
            {
                attempt.IsTaken = true;
                return attempt;
            }

            if (slot.IsClosed)
            {
                return null;
            }

            changed.Wait();
        }
    }
}
