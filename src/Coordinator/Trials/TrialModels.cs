using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Files;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>The weights of trials' best epochs, which lie with the worker while an attempt runs that has a folder of its own.</summary>
internal sealed class TrialModels(
    TrialFileClient client, OwnFiles own, SweepFolders folders, IGrainFactory grains, ILogger<TrialModels> logger)
{
    /// <summary>Opens a trial's best model, and fetches it first where it is not here.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its newest attempt.</param>
    /// <param name="file">The model's file, relative to the sweep's folder.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Null where nobody has it.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public async Task<ModelFile?> OpenAsync(TrialId trial, int attempt, string file, CancellationToken stop)
    {
        var path = folders.Inside(trial.Sweep, file);
        if (ModelFile.Open(path) is { } model)
        {
            return model;
        }

        var access = await grains.Trial(trial).GetFileAccessAsync();
        var hosts = own.Foreign(access.Hosts);
        if (path is null || hosts.IsEmpty || folders.Trial(trial) is not { } folder)
        {
            return null;
        }

        var fetch = new TrialFetch(
            client, trial, access with { Hosts = hosts }, attempt, folder, warning => Log.NotCollected(logger, trial, attempt, warning));
        return await fetch.BringAsync(Path.GetFileName(path), stop) ? ModelFile.Open(path) : null;
    }
}
