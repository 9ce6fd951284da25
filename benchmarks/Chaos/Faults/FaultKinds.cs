namespace ResNet.Distributed.Chaos.Faults;

/// <summary>Questions about a <see cref="FaultKind"/>.</summary>
internal static class FaultKinds
{
    /// <summary>Whether it strikes one worker and nothing else.</summary>
    public static bool IsOfWorker(this FaultKind kind) =>
        kind is FaultKind.KillWorker or FaultKind.FreezeWorker or FaultKind.CutWorker or FaultKind.TerminateWorker;

    /// <summary>How it reads: <c>kill worker</c>.</summary>
    public static string Words(this FaultKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>The shortest and the longest it lasts, in seconds; 0 for what is over at once.</summary>
    public static (double Shortest, double Longest) Seconds(this FaultKind kind) => kind switch
    {
        FaultKind.FreezeWorker => (12, 30),
        FaultKind.FreezeCoordinator => (3, 12),
        FaultKind.CutWorker or FaultKind.CutCoordinator => (3, 25),
        FaultKind.FreezeStore => (3, 30),
        _ => (0, 0),
    };
}
