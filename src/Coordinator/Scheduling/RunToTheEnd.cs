namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>No scheduler: every trial does all its epochs.</summary>
internal sealed class RunToTheEnd : IScheduler;
