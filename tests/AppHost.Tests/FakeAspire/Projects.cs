namespace Projects;

/// <summary>Aspire's build makes a class for each project that it starts.</summary>
internal sealed class Coordinator;

internal sealed class GpuWorker;
