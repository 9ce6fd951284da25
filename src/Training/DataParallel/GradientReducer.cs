using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// Sums gradients over all ranks on a thread of its own, stage by stage, while the backward pass goes on: the last stage, which has
/// three quarters of a ResNet's parameters, is on its way when the pass has hardly begun.
/// </summary>
/// <remarks>The parts are summed in the same order on every rank, whatever its speed. For one training thread.</remarks>
internal sealed class GradientReducer : IDisposable
{
    private readonly IGradientMemory _memory;
    private readonly CifarResNet _model;
    private readonly (int Start, int Count)[] _parts;
    private readonly SemaphoreSlim _ready = new(0);
    private readonly SemaphoreSlim _summed = new(0);
    private readonly Thread _thread;
    private volatile bool _ended;
    private ExceptionDispatchInfo? _failure;
    private int _announced;

    /// <summary>Listens to the model's backward passes from now on.</summary>
    public GradientReducer(CifarResNet model, FlatParameters parameters, IGradientMemory memory)
    {
        (_model, _memory) = (model, memory);
        _parts = PartsOf(parameters);
        _thread = new Thread(Run) { IsBackground = true, Name = "gradients" };
        _thread.Start();
        model.StagePassed = OnStagePassed;
    }

    /// <summary>After the backward pass: returns when all gradients are summed.</summary>
    /// <returns>Seconds that the calling thread was held up.</returns>
    /// <exception cref="Collectives.CollectiveException">A rank is gone.</exception>
    public double Finish()
    {
        var start = Stopwatch.GetTimestamp();
        Announce(_parts.Length);
        for (var i = 0; i < _parts.Length; i++)
        {
            _summed.Wait();
        }

        _announced = 0;
        _failure?.Throw();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Ends the thread; a sum that is going on is waited for, so the group must be alive or broken, not merely slow.</summary>
    public void Dispose()
    {
        _model.StagePassed = null;
        _ended = true;
        _ready.Release();
        _thread.Join();
        _ready.Dispose();
        _summed.Dispose();
    }

    // The stages from the last to the first, the classifier with the last one and the stem at the end.
    private static (int Start, int Count)[] PartsOf(FlatParameters parameters)
    {
        var starts = CifarResNet.StageNames.Reverse().Select(stage => checked((int)parameters.StartOf(stage))).Append(0).ToArray();
        var end = checked((int)parameters.Count);
        return [.. starts.Select((start, i) => (start, (i == 0 ? end : starts[i - 1]) - start))];
    }

    // The border before stage i of n is passed: the gradients of the stages behind it are complete.
    private void OnStagePassed(int stage) => Announce(CifarResNet.StageNames.Count - stage);

    private void Announce(int parts)
    {
        var more = parts - _announced;
        if (more > 0)
        {
            _announced = parts;
            _ready.Release(more);
        }
    }

    private void Run()
    {
        while (true)
        {
            foreach (var (start, count) in _parts)
            {
                _ready.Wait();
                if (_ended)
                {
                    return;
                }

                Sum(start, count);
                _summed.Release();
            }
        }
    }

    // After a failure nothing is summed any more; the training thread is not left waiting.
    private void Sum(int start, int count)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            _memory.Sum(start, count);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }
}
