using System.Diagnostics;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.GpuWorker.Reporting;

/// <summary>
/// Delivers reports in order, each until its trial has taken or refused it, however long the coordinator is away. An answer that is
/// not to go on stops the attempt; its end empties the slot.
/// </summary>
internal sealed class ReportSender(
    ReportQueue queue, AttemptSlot slot, IGrainFactory grains, TimeProvider time, ILogger<ReportSender> logger) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var report in queue.Reader.ReadAllAsync(stoppingToken))
        {
            var answer = await DeliverAsync(report, stoppingToken);
            if (answer == ReportAnswer.Refused)
            {
                report.Attempt.Stop(handBack: false);
            }

            if (report is AttemptReport.End or AttemptReport.Dropped)
            {
                slot.Empty(report.Attempt);
            }
            else if (answer == ReportAnswer.Stop)
            {
                report.Attempt.Stop(handBack: true);
            }
        }
    }

    private async Task<ReportAnswer> DeliverAsync(AttemptReport report, CancellationToken stop)
    {
        using var scope = report.Attempt.BeginScope(logger);
        using var span = report is AttemptReport.Dropped or AttemptReport.Note ? null : StartSpan(report);
        for (var wait = Shortest; ; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                return await SendAsync(report);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Log.NotDelivered(logger, report.Attempt.Assignment.Trial.Id, wait.TotalSeconds, failure.Message);
                await Task.Delay(wait, time, stop);
            }
        }
    }

    private static Activity? StartSpan(AttemptReport report) => Spans
        .Start(TrainingSource.Instance, SpanNames.Report, report.Attempt.Assignment.Trace)?
        .SetTag(SpanTags.Epoch, (report as AttemptReport.Epoch)?.Report.Metrics.Epoch)
        .SetTag(SpanTags.State, (report as AttemptReport.End)?.Report.Outcome.ToString());

    private Task<ReportAnswer> SendAsync(AttemptReport report)
    {
        var trial = grains.Trial(report.Attempt.Assignment.Trial.Id);
        return report switch
        {
            AttemptReport.Epoch epoch => trial.ReportAsync(epoch.Report),
            AttemptReport.Note note => NoteAsync(trial, note),
            AttemptReport.End end => trial.EndedAsync(end.Report),
            _ => Task.FromResult(ReportAnswer.Stop),
        };
    }

    private static async Task<ReportAnswer> NoteAsync(ITrialGrain trial, AttemptReport.Note note)
    {
        await trial.NoteAsync(note.Attempt.Assignment.Attempt, note.Text);
        return ReportAnswer.Continue;
    }
}
