namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>Attributes of spans.</summary>
public static class SpanTags
{
    /// <summary>The sweep's name.</summary>
    public const string Sweep = "resnet.sweep";

    /// <summary>The trial's number.</summary>
    public const string Trial = "resnet.trial";

    /// <summary>The attempt's number.</summary>
    public const string Attempt = "resnet.attempt";

    /// <summary>The worker's name; those of all workers where there are several.</summary>
    public const string Worker = "resnet.worker";

    /// <summary>The worker's number in the attempt.</summary>
    public const string Rank = "resnet.rank";

    /// <summary>The epoch, from 0.</summary>
    public const string Epoch = "resnet.epoch";

    /// <summary>The step in the epoch, from 0.</summary>
    public const string Step = "resnet.step";

    /// <summary>How many steps.</summary>
    public const string Steps = "resnet.steps";

    /// <summary>What became of it: a state of a sweep or trial.</summary>
    public const string State = "resnet.state";
}
