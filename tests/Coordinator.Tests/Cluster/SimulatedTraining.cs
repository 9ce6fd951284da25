using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>Ways in which a simulated attempt can go.</summary>
internal static class SimulatedTraining
{
    /// <summary>All epochs, then completion. The accuracy grows with the trial's number, so that the last trial is the best.</summary>
    public static async Task CompleteAsync(IGrainFactory grains, Assignment assignment)
    {
        if (await ReportAsync(grains, assignment))
        {
            await EndAsync(grains, assignment);
        }
    }

    /// <summary>All epochs, each with this file as the best model so far, then completion.</summary>
    public static async Task CompleteWithModelAsync(IGrainFactory grains, Assignment assignment, string checkpoint)
    {
        await ReportAsync(grains, assignment, checkpoint);
        await EndAsync(grains, assignment);
    }

    /// <summary>All epochs up to the trial's next rung, or to its end, as if those before came from a checkpoint.</summary>
    /// <returns>Whether all were taken, and more are wanted.</returns>
    public static async Task<bool> ReportAsync(IGrainFactory grains, Assignment assignment, string? checkpoint = null)
    {
        var trial = Trial(grains, assignment);
        for (var epoch = assignment.EpochsKnown; epoch < assignment.Until; epoch++)
        {
            var answer = await trial.ReportAsync(new EpochReport
            {
                Attempt = assignment.Attempt,
                Metrics = TrialSamples.Epoch(epoch, assignment.Trial.Id.Number / 100.0),
                Data = "cifar-10",
                Checkpoint = checkpoint,
            });
            if (answer != ReportAnswer.Continue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Completion, or the pause at a rung.</summary>
    public static Task EndAsync(IGrainFactory grains, Assignment assignment) => Trial(grains, assignment).EndedAsync(new AttemptEnd(
        assignment.Attempt, assignment.StopAfter is null ? AttemptOutcome.Completed : AttemptOutcome.AtRung, null));

    /// <summary>As a worker does: the trial is handed back when its report is answered so.</summary>
    public static async Task ObeyAsync(IGrainFactory grains, Assignment assignment)
    {
        if (await ReportAsync(grains, assignment))
        {
            await EndAsync(grains, assignment);
        }
        else
        {
            await Trial(grains, assignment).EndedAsync(new AttemptEnd(assignment.Attempt, AttemptOutcome.HandedBack, null));
        }
    }

    /// <summary>The first attempts fail, the one after completes.</summary>
    public static Func<IGrainFactory, Assignment, Task> FailFirst(int attempts) => async (grains, assignment) =>
    {
        if (assignment.Attempt <= attempts)
        {
            await Trial(grains, assignment).EndedAsync(new AttemptEnd(assignment.Attempt, AttemptOutcome.Failed, "boom"));
            return;
        }

        await CompleteAsync(grains, assignment);
    };

    /// <summary>As a worker does: every message again and again until it is answered.</summary>
    public static async Task CompleteWithRetriesAsync(IGrainFactory grains, Assignment assignment)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await look.WaitForNextTickAsync())
        {
            try
            {
                await CompleteAsync(grains, assignment);
                return;
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                // The next tick asks again.
            }
        }
    }

    /// <summary>The first attempt finds no room for what it has to write; the one after completes.</summary>
    public static async Task PauseFirstAsync(IGrainFactory grains, Assignment assignment)
    {
        if (assignment.Attempt == 1)
        {
            await Trial(grains, assignment).EndedAsync(
                new AttemptEnd(1, AttemptOutcome.StorageUnavailable, "no room") { BytesNeeded = 1000 });
            return;
        }

        await CompleteAsync(grains, assignment);
    }

    /// <summary>Nothing is ever reported.</summary>
    public static Task HangAsync(IGrainFactory grains, Assignment assignment) => Task.CompletedTask;

    private static ITrialGrain Trial(IGrainFactory grains, Assignment assignment) =>
        grains.Trial(assignment.Trial.Id);
}
