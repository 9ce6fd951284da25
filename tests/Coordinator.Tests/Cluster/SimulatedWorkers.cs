using System.Collections.Concurrent;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>What the simulated workers of a test do with an assignment, and what they were given.</summary>
public sealed class SimulatedWorkers
{
    /// <summary>Every assignment, in order.</summary>
    public ConcurrentQueue<(WorkerId Worker, Assignment Assignment)> Assigned { get; } = [];

    /// <summary>Every stop, in order.</summary>
    public ConcurrentQueue<(WorkerId Worker, int Attempt)> Stopped { get; } = [];

    /// <summary>Trains: sends reports through the grain factory. By default every epoch succeeds at once.</summary>
    public Func<IGrainFactory, Assignment, Task> Train { get; set; } = SimulatedTraining.CompleteAsync;
}
