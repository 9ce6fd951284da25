namespace ResNet.Distributed.Contracts.Api;

/// <summary>Whether a submitted sweep was new.</summary>
public enum SubmitOutcome
{
    /// <summary>It was, and it has started.</summary>
    Created,

    /// <summary>The same sweep was there; it goes on, or is finished.</summary>
    Existing,

    /// <summary>Another sweep has the name; nothing was changed.</summary>
    Conflict,

    /// <summary>The sweep was there with fewer trials; it goes on with the new ones.</summary>
    Extended,

    /// <summary>The file asks for something that this cluster does not have; nothing was started.</summary>
    Refused,
}
