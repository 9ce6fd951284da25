using System.Diagnostics;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>A trial's spans. They follow from its transitions, so that none is made for an event that was refused.</summary>
internal static class TrialSpans
{
    /// <summary>Makes the spans of a transition, and puts the traceparents of what began into the state.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="now">The time.</param>
    public static TrialState Follow(TrialState before, TrialState after, DateTimeOffset now)
    {
        if (before.Spec is null && after.Spec is not null)
        {
            after = after with { Trace = Begin(after) };
        }

        if (after.Attempt > before.Attempt)
        {
            EndWait(after, now);
            return after with { Attempts = after.Attempts.SetItem(after.Attempt - 1, after.Attempts[^1] with { Trace = BeginAttempt(after) }) };
        }

        if (before.Attempt > 0 && before.Attempts[^1].Ended is null && after.Attempts[^1].Ended is not null)
        {
            EndAttempt(after);
        }

        if (!before.Status.IsFinal() && after.Status.IsFinal())
        {
            End(after, now);
        }

        return after;
    }

    /// <summary>The newest attempt is being handed to its workers: a span that is under way until it is disposed of.</summary>
    public static Activity? Assign(TrialState state) =>
        Start(SpanNames.Assign, state, state.Attempts[^1].Trace)?.SetTag(SpanTags.Attempt, state.Attempt);

    private static string? Begin(TrialState state)
    {
        using var span = Start(SpanNames.Trial, state, state.Spec!.Trace);
        foreach (var (name, value) in state.Spec.Parameters)
        {
            span?.SetTag($"resnet.parameter.{name}", value.ToString());
        }

        return span?.Id;
    }

    private static void EndWait(TrialState state, DateTimeOffset now) => Start(SpanNames.LeaseWait, state, state.Trace, state.WaitingSince).End(now);

    private static string? BeginAttempt(TrialState state)
    {
        using var span = Start(SpanNames.Attempt, state, state.Trace);
        return span?.SetTag(SpanTags.Attempt, state.Attempt).SetTag(SpanTags.Worker, state.Attempts[^1].Worker).Id;
    }

    // An attempt after which the trial waits for workers again was a restart's cause.
    private static void EndAttempt(TrialState state)
    {
        var attempt = state.Attempts[^1];
        var span = Start(SpanNames.AttemptRun, state, attempt.Trace, attempt.Started)?
            .SetTag(SpanTags.Attempt, attempt.Number)
            .SetTag(SpanTags.Worker, attempt.Worker)
            .SetTag(SpanTags.State, state.Status.Name());
        if (state.Status == TrialStatus.Waiting)
        {
            span?.AddEvent(new ActivityEvent("restart", attempt.Ended!.Value, new ActivityTagsCollection { ["reason"] = attempt.Error }));
        }

        span.End(attempt.Ended, attempt.Error);
    }

    private static void End(TrialState state, DateTimeOffset now) =>
        Start(SpanNames.TrialRun, state, state.Trace, state.Attempts.IsEmpty ? now : state.Attempts[0].Started)?
            .SetTag(SpanTags.State, state.Status.Name())
            .SetTag(SpanTags.Attempt, state.Attempt)
            .SetTag("resnet.epochs", state.Epochs.Length)
            .End(now, state.Status is TrialStatus.Failed or TrialStatus.Diverged ? state.Error : null);

    private static Activity? Start(string name, TrialState state, string? parent, DateTimeOffset start = default) =>
        state.Spec is not { } spec ? null : Spans.Start(CoordinatorSource.Instance, name, parent, start)?
            .SetTag(SpanTags.Sweep, spec.Id.Sweep)
            .SetTag(SpanTags.Trial, spec.Id.Number)
            .SetTag("resnet.model", spec.Hyperparameters.Model);
}
