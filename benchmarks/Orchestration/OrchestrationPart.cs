namespace ResNet.Distributed.Orchestration;

/// <summary>What can be measured by itself.</summary>
internal enum OrchestrationPart
{
    /// <summary>Epochs that take no time, as fast as they can be reported.</summary>
    Reports,

    /// <summary>A large pool without work.</summary>
    Heartbeats,

    /// <summary>Many short trials.</summary>
    Trials,

    /// <summary>The same trials bare and orchestrated.</summary>
    Trained,
}
