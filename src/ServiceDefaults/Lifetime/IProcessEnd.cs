namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>The end of this process without a goodbye. Tests put another one in its place.</summary>
internal interface IProcessEnd
{
    /// <summary>Blocks for <paramref name="delay"/>, then kills the process.</summary>
    void KillAfter(TimeSpan delay);

    /// <summary>Kills the process.</summary>
    void Kill();

    /// <summary>Ends the process at once, with exit code 0.</summary>
    void Leave();
}
