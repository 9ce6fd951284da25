namespace ResNet.Distributed.Step;

/// <summary>What is measured.</summary>
internal sealed record StepOptions
{
    /// <summary>Images in a step.</summary>
    public const int BatchSize = 128;

    /// <summary>The models' names.</summary>
    public string[] Models { get; init; } = ["resnet18", "resnet34"];

    /// <summary>Numbers of torch's threads.</summary>
    public int[] Threads { get; init; } = [1, 2];

    /// <summary>How often each is measured, each time in a fresh process.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Steps of a process that count: processes differ more than the steps of one.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Steps of a process before those: its first ones take memory and make kernels.</summary>
    public int WarmUp { get; init; } = 1;

    /// <summary>A Python with PyTorch.</summary>
    public string Python { get; init; } = "/usr/bin/python3";
}
