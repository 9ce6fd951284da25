using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>One sweep: its search, its trials, its ranking. The key is the sweep's name.</summary>
[Alias("resnet.coordinator")]
public interface ICoordinatorGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the sweep, or goes on with it when the same file was submitted before, or one that differs from it by trials that it did
    /// not have.
    /// </summary>
    /// <param name="text">The sweep file, already found valid by the caller.</param>
    [Alias("submit")]
    Task<SubmitResult> SubmitAsync(string text);

    /// <summary>The sweep as it stands; null when none of this name was submitted.</summary>
    [Alias("get")]
    Task<SweepView?> GetAsync();

    /// <summary>All trials by number.</summary>
    [Alias("trials")]
    Task<ImmutableArray<TrialView>> GetTrialsAsync();

    /// <summary>Which parameters mattered so far; null when there is no such sweep.</summary>
    [Alias("importance")]
    Task<SweepImportance?> GetImportanceAsync();

    /// <summary>Ends every trial that is not final. False when there is no such sweep.</summary>
    [Alias("cancel")]
    Task<bool> CancelAsync();

    /// <summary>Takes up a cancelled sweep, and tries failed trials again. False when there is no such sweep.</summary>
    [Alias("resume")]
    Task<bool> ResumeAsync();

    /// <summary>Tries one trial again that failed, diverged or was cancelled, and leaves the others as they are.</summary>
    /// <returns>What became of the request.</returns>
    [Alias("retry")]
    Task<RetryOutcome> RetryAsync(int trial);

    /// <summary>A trial tells how it stands. Repeats and old news do no harm.</summary>
    [Alias("trial-changed")]
    Task TrialChangedAsync(TrialView trial);

    /// <summary>
    /// A trial is about to begin on images that its worker has loaded. The first that are offered are the sweep's from then on.
    /// </summary>
    /// <returns>The sweep's.</returns>
    [Alias("fix-data")]
    Task<DataContent> FixDataAsync(DataContent offered);

    /// <summary>Goes on with an unfinished sweep after a restart; does nothing for a finished one.</summary>
    [Alias("wake")]
    Task WakeAsync();
}
