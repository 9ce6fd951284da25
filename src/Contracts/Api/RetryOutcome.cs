namespace ResNet.Distributed.Contracts.Api;

/// <summary>What became of the request to try a trial again.</summary>
public enum RetryOutcome
{
    /// <summary>It is tried again.</summary>
    Retried,

    /// <summary>It has not ended without success, so there is nothing to try again.</summary>
    NotEnded,

    /// <summary>There is no such trial.</summary>
    NoTrial,
}
