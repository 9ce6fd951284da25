namespace ResNet.Distributed.Membership.Tests;

/// <summary>How many writes all silos made, and how many of them were refused.</summary>
internal sealed class Refusals
{
    private int _writes;
    private int _refused;

    public int Writes => Volatile.Read(ref _writes);

    public int Refused => Volatile.Read(ref _refused);

    public bool Count(bool written)
    {
        Interlocked.Increment(ref _writes);
        if (!written)
        {
            Interlocked.Increment(ref _refused);
        }

        return written;
    }
}
