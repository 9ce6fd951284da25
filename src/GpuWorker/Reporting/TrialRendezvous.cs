using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.GpuWorker.Reporting;

/// <summary>The trial's grain as the place where an attempt's workers find each other.</summary>
internal sealed class TrialRendezvous(HeldAttempt attempt, ITrialGrain trial, TimeProvider time) : IRendezvous
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<IReadOnlyList<string>> ExchangeAsync(
        string channel, int rank, string endpoint, CancellationToken cancellationToken)
    {
        var request = new MeetingRequest(attempt.Assignment.Attempt, channel, rank, endpoint);
        while (true)
        {
            var answer = await AskAsync(request);
            if (answer.Refused)
            {
                // The attempt is over: nobody waits for its end.
                attempt.Stop(handBack: false);
                throw new OperationCanceledException(attempt.Stopped);
            }

            if (!answer.Endpoints.IsEmpty)
            {
                return answer.Endpoints;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // A coordinator that is away comes back, or the time to connect is over.
    private async Task<MeetingAnswer> AskAsync(MeetingRequest request)
    {
        try
        {
            return await trial.MeetAsync(request);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return MeetingAnswer.NotYet;
        }
    }
}
