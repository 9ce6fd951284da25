namespace ResNet.Distributed.Membership;

/// <summary>Takes a silo's turn before each of the two writes with which it joins, as joining and as active, and ends it behind them.</summary>
internal sealed class JoinSteps(JoinTurn turn) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        Around(lifecycle, ServiceLifecycleStage.AfterRuntimeGrainServices);
        Around(lifecycle, ServiceLifecycleStage.BecomeActive);
    }

    // Stages of one silo follow one another; between these two there is the write alone.
    private void Around(ISiloLifecycle lifecycle, int stage)
    {
        lifecycle.Subscribe(nameof(JoinSteps), stage - 1, turn.TakeAsync);
        lifecycle.Subscribe(nameof(JoinSteps), stage + 1, turn.EndAsync);
    }
}
