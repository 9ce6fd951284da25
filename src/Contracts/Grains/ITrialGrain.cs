using Orleans.Concurrency;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>One trial: its attempts, its epochs. The key is <see cref="TrialId"/> as text.</summary>
[Alias("resnet.trial")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>Makes the trial ask for a worker; does nothing when it does or did already.</summary>
    [Alias("start")]
    Task StartAsync(TrialSpec spec);

    /// <summary>The pool gives a worker. Sent again until the worker's heartbeat shows that it works for the trial.</summary>
    [OneWay, Alias("lease-granted")]
    Task LeaseGrantedAsync(Lease lease);

    /// <summary>The pool has lost the worker of a lease.</summary>
    [OneWay, Alias("lease-lost")]
    Task LeaseLostAsync(LeaseLoss loss);

    /// <summary>
    /// One of an attempt's workers tells where it can be reached by the others, and asks where they are; again and again, until it
    /// knows.
    /// </summary>
    [Alias("meet")]
    Task<MeetingAnswer> MeetAsync(MeetingRequest request);

    /// <summary>An attempt has finished an epoch.</summary>
    [Alias("report")]
    Task<ReportAnswer> ReportAsync(EpochReport report);

    /// <summary>An attempt tells where it begins, where that is worth a word.</summary>
    /// <param name="attempt">The attempt's number; an older one's is passed over.</param>
    /// <param name="note">A sentence for people.</param>
    [Alias("note")]
    Task NoteAsync(int attempt, string note);

    /// <summary>From whom the newest attempt's files can be had.</summary>
    [Alias("files")]
    Task<TrialFileAccess> GetFileAccessAsync();

    /// <summary>An attempt has ended.</summary>
    [Alias("ended")]
    Task<ReportAnswer> EndedAsync(AttemptEnd end);

    /// <summary>Lets the trial go on from a rung at which it is paused; does nothing when it is not, or at another one.</summary>
    /// <param name="rung">Which rung, from 1.</param>
    /// <param name="exploit">What it takes over there from another trial; null: it goes on with its own.</param>
    [Alias("promote")]
    Task PromoteAsync(int rung, Exploit? exploit);

    /// <summary>Ends the trial early; what it has done counts. A running attempt ends after its current step, with a checkpoint.</summary>
    [Alias("stop")]
    Task StopAsync(string reason);

    /// <summary>Ends the trial, wherever it is.</summary>
    [Alias("cancel")]
    Task CancelAsync();

    /// <summary>Tries a cancelled or failed trial again; does nothing for any other.</summary>
    /// <returns>Whether it did.</returns>
    [Alias("retry")]
    Task<bool> RetryAsync();

    /// <summary>The trial with its epochs and attempts; null before it was started.</summary>
    [Alias("get")]
    Task<TrialDetail?> GetAsync();
}
