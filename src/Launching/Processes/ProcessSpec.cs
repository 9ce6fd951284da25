namespace ResNet.Distributed.Launching.Processes;

/// <summary>A process to be started and kept running.</summary>
/// <param name="Name">What people call it; prefixes its output.</param>
/// <param name="Program">What is run.</param>
/// <param name="Environment">What it is given on top of our own environment.</param>
public sealed record ProcessSpec(string Name, ProgramFile Program, IReadOnlyDictionary<string, string> Environment);
