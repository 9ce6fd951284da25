namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>How far a trial has got.</summary>
/// <param name="Epoch">Epochs before the one that runs.</param>
/// <param name="Step">Steps of that epoch that are done.</param>
internal readonly record struct TrialPosition(int Epoch, int Step)
{
    /// <summary>Whether <paramref name="a"/> is further than <paramref name="b"/>.</summary>
    public static bool operator >(TrialPosition a, TrialPosition b) => (a.Epoch, a.Step).CompareTo((b.Epoch, b.Step)) > 0;

    /// <summary>Whether <paramref name="a"/> is not as far as <paramref name="b"/>.</summary>
    public static bool operator <(TrialPosition a, TrialPosition b) => b > a;
}
