using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Grains;

/// <summary>Passes assignments to the training thread's slot; never trains itself.</summary>
[OnOwnSilo]
[GrainType(GrainTypes.GpuWorker)]
internal sealed class GpuWorkerGrain(AttemptSlot slot, ILocalSiloDetails silo, TimeProvider time) : Grain, IGpuWorkerGrain
{
    // The pool may give the worker away as soon as the trial before has taken the last report, which is a moment before this
    // process knows that it was taken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // This silo's slot is not another worker's, whatever was thought of the placement: better no activation than the wrong one.
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        WorkerId.Parse(this.GetPrimaryKeyString()).Silo == silo.SiloAddress.ToParsableString()
            ? Task.CompletedTask
            : throw new OrleansException($"Worker grain {this.GetPrimaryKeyString()} was placed on silo {silo.SiloAddress.ToParsableString()}.");

    public async Task<bool> StartAsync(Assignment assignment)
    {
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            var changed = slot.Changed;
            var answer = slot.TryFill(assignment);
            var left = deadline - time.GetUtcNow();
            if (answer != SlotAnswer.Occupied || left <= TimeSpan.Zero)
            {
                return answer is SlotAnswer.Filled or SlotAnswer.AlreadyHeld or SlotAnswer.AlreadyEnded;
            }

            await changed.WaitAsync(left, time).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StopAsync(TrialId trial, int attempt, bool handBack)
    {
        slot.Stop(trial, attempt, handBack);
        return Task.CompletedTask;
    }
}
