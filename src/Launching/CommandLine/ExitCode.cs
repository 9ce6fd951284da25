namespace ResNet.Distributed.Launching.CommandLine;

/// <summary>What a command ends with.</summary>
public static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Done = 0;

    /// <summary>It could not be done.</summary>
    public const int Failed = 1;

    /// <summary>What was given cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>Somebody ended it.</summary>
    public const int Interrupted = 130;
}
