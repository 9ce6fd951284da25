namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>The ends of a connection do not belong to one group.</summary>
/// <param name="refusal">What differs.</param>
/// <param name="reason">A part of a sentence about the other end.</param>
internal sealed class RefusedException(Refusal refusal, string reason) : Exception(reason)
{
    /// <summary>What differs.</summary>
    public Refusal Refusal => refusal;
}
