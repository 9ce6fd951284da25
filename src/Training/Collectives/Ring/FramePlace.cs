namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>When a frame of a transfer has its turn.</summary>
/// <param name="Tick">The tick.</param>
/// <param name="Step">The step that it belongs to, which is also its place in the tick.</param>
internal readonly record struct FramePlace(long Tick, int Step)
{
    /// <summary>Whether this frame has its turn after another one.</summary>
    public bool IsAfter(FramePlace other) => Tick > other.Tick || (Tick == other.Tick && Step > other.Step);
}
