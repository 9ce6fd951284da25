using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Brings an attempt's workers together.</summary>
internal sealed class ReplicaConnector(ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time, ILogger<ReplicaConnector> logger)
{
    /// <summary>Blocks until all of the attempt's workers are connected.</summary>
    /// <exception cref="CollectiveException">They did not come together; as far as this one can tell, another one is gone.</exception>
    /// <exception cref="OperationCanceledException">The attempt was stopped, or is over.</exception>
    public Replicas Connect(HeldAttempt attempt)
    {
        var gradients = Connect(attempt, "gradients");
        try
        {
            var statistics = Connect(attempt, "statistics");
            return new Replicas(gradients, statistics, () => attempt.Wish, wish => attempt.Stop(wish == StopWish.HandBack));
        }
        catch
        {
            gradients.Dispose();
            throw;
        }
    }

    private ICollective Connect(HeldAttempt attempt, string channel)
    {
        var assignment = attempt.Assignment;
        var trial = assignment.Trial.Id;
        var options = new CollectiveOptions
        {
            Rank = assignment.Rank,
            WorldSize = assignment.WorldSize,
            Attempt = assignment.Attempt,
            Token = Convert.FromHexString(assignment.Token),
            Channel = channel,
            Host = silo.SiloAddress.Endpoint.Address.ToString(),
            Log = message => Log.CollectiveNews(logger, trial, message),
            Time = time,
        };
        var rendezvous = new TrialRendezvous(attempt, grains.Trial(trial), time);
        return Collective.ConnectAsync(options, rendezvous, attempt.Stopped).GetAwaiter().GetResult();
    }
}
