namespace ResNet.Distributed.Chaos.Processes;

/// <summary>The end of one incarnation of a node.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Incarnation">From 1.</param>
/// <param name="ExitCode">128 + the signal for a process that was killed.</param>
/// <param name="At">When.</param>
/// <param name="Expected">Whether the harness ended it.</param>
/// <param name="LastLines">What it said last.</param>
internal sealed record NodeExit(string Node, int Incarnation, int ExitCode, DateTimeOffset At, bool Expected, string LastLines);
