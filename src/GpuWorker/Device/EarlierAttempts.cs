using System.Globalization;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>
/// What the attempts before have left, where it lies in other folders than this worker's. Where all share one, nothing is asked for.
/// </summary>
internal sealed class EarlierAttempts(TrialFileClient client, OwnFiles own, IOptions<RunOptions> run, ILogger<EarlierAttempts> logger)
{
    private const string BroughtFolder = "origin";

    /// <summary>
    /// Brings the newest checkpoint into the trial's folder where another one has it, and leaves the trial's token there. Blocks.
    /// </summary>
    /// <returns>Who it came from; null where the folder has what there is.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The attempt was stopped.</exception>
    public FileHost? BringNewest(HeldAttempt attempt)
    {
        var assignment = attempt.Assignment;
        var folder = FolderOf(assignment);
        TrialToken.Write(folder, assignment.Files.Token);
        if (Fetch(assignment, folder) is not { } fetch)
        {
            return null;
        }

        var host = fetch.NewestCheckpointAsync(attempt.Stopped, assignment.Origin?.Attempt ?? 0).GetAwaiter().GetResult();
        if (host is not null)
        {
            Log.CheckpointFetched(logger, assignment.Trial.Id, host.Name);
        }

        return host;
    }

    /// <summary>
    /// Where the checkpoint is of the trial whose weights this one took over: in that trial's folder here, or else in a folder of this trial's own,
    /// into which it is brought. Blocks.
    /// </summary>
    /// <returns>Null where the trial has only ever trained its own.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The attempt was stopped.</exception>
    public CheckpointOrigin? BringOrigin(HeldAttempt attempt)
    {
        if (attempt.Assignment.Origin is not { } origin)
        {
            return null;
        }

        var (folder, brought) = (FolderOf(attempt.Assignment), Path.Combine(FolderOf(attempt.Assignment), BroughtFolder));
        var there = TrialFolder.Under(run.Value.OutputDirectory, origin.Trial);
        var isNeeded = !TrialFile.NewestFirst(Names(folder), attempt.Assignment.Attempt, origin.Attempt).Any();
        if (!isNeeded || TrialFile.AtStartOf(Names(there), origin.Epoch).Any())
        {
            DeleteFolder(brought);
        }
        else
        {
            var fetch = new TrialFetch(
                client, origin.Trial, origin.Files, attempt.Assignment.Attempt, brought, warning => Log.NotFetched(logger, attempt.Assignment.Trial.Id, warning));
            fetch.CheckpointAtStartOfAsync(origin.Epoch, attempt.Stopped).GetAwaiter().GetResult();
            there = brought;
        }

        return new CheckpointOrigin(Path.Combine(there, TrialFile.Folder), RunOf(origin.Trial, attempt.Assignment.Trial), origin.Epoch, origin.Attempt);
    }

    /// <summary>What the checkpoints of a trial say whose they are.</summary>
    /// <param name="id">The trial.</param>
    /// <param name="spec">It, or another one of its sweep.</param>
    public static string RunOf(TrialId id, TrialSpec spec) => $"{id} {spec.Run:N}";

    /// <summary>Brings the weights of an earlier best epoch. Blocks.</summary>
    /// <returns>Whether they are there.</returns>
    public bool BringModel(HeldAttempt attempt, string name)
    {
        var folder = FolderOf(attempt.Assignment);
        return Fetch(attempt.Assignment, folder)?.BringAsync(name, attempt.Stopped).GetAwaiter().GetResult() ?? false;
    }

    /// <summary>What is worth a word about where an attempt begins; null where nothing is.</summary>
    /// <param name="assignment">The attempt.</param>
    /// <param name="progress">Where it goes on; null: at the beginning.</param>
    /// <param name="source">Who its checkpoint came from; null: it was here.</param>
    public static string? Describe(Assignment assignment, RunProgress? progress, FileHost? source)
    {
        var (epoch, step) = (progress?.Epoch ?? 0, progress?.Step ?? 0);
        var place = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, step {step}");
        if (epoch < assignment.EpochsKnown)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{(progress is null ? "begins again" : $"goes on from {place}")}, although {assignment.EpochsKnown} epochs were done: "
                + $"no newer checkpoint can be reached");
        }

        if (assignment.Origin is { } origin && (epoch, step) == (origin.Epoch, 0))
        {
            return string.Create(CultureInfo.InvariantCulture, $"goes on from what trial {origin.Trial.Number} has after {epoch} epochs");
        }

        return source is null ? null : $"goes on from {place}, fetched from {source.Name}";
    }

    private static IEnumerable<string> Names(string folder) => TrialFile.List(folder).Select(file => file.Name);

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string FolderOf(Assignment assignment) => TrialFolder.Under(run.Value.OutputDirectory, assignment.Trial.Id);

    // A folder with the same mark is the same folder. Only where it lacks what it should have is the mark not trusted: a copied folder has
    // it too.
    private TrialFetch? Fetch(Assignment assignment, string folder)
    {
        var lacksAll = assignment.EpochsKnown > 0 && !TrialFile.List(folder).Any(file => TrialFile.IsCheckpoint(file.Name));
        var hosts = lacksAll ? assignment.Files.Hosts : own.Foreign(assignment.Files.Hosts);
        return hosts.IsEmpty ? null : new TrialFetch(
            client, assignment.Trial.Id, assignment.Files with { Hosts = hosts }, assignment.Attempt, folder,
            warning => Log.NotFetched(logger, assignment.Trial.Id, warning));
    }
}
