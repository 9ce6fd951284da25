using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Goes on from the newest checkpoint that is sound and this run's, and puts the others out of the way.</summary>
internal sealed class CheckpointFinder(CheckpointFolder folder, CheckpointSettings settings)
{
    /// <summary>Reads the newest checkpoint that can be used into the state, or the one where the run comes from.</summary>
    /// <returns>Its name; null where there is none: the state is as it was.</returns>
    /// <exception cref="CheckpointStorageException">The folder or a file cannot be read, or a file cannot be renamed.</exception>
    /// <exception cref="CheckpointOriginException">The run comes from another one whose checkpoint cannot be used.</exception>
    public CheckpointName? Restore(TrainingState state)
    {
        try
        {
            folder.DeleteLeftOvers();
            var before = settings.Origin?.Attempt;
            return folder.List().Find(name => !(name.Attempt <= before) && TryRead(name, state))
                ?? (settings.Origin is { } origin ? ReadOrigin(origin, state) : null);
        }
        catch (Exception e) when (CheckpointStorageException.IsCause(e))
        {
            throw CheckpointStorageException.Unreadable(folder.Path, e);
        }
    }

    // Another run's folder: nothing in it is renamed.
    private CheckpointName ReadOrigin(CheckpointOrigin origin, TrainingState state)
    {
        var other = new CheckpointFolder(origin.Folder, 0);
        foreach (var name in other.List().Where(name => name.IsStartOf(origin.Epoch)))
        {
            try
            {
                new CheckpointReader(settings).Read(other.File(name.FileName), name, state, origin);
                return name;
            }
            catch (Exception e) when (e is UnusableCheckpointException or FileNotFoundException)
            {
                settings.Warn($"The checkpoint {name.FileName} of {origin.Run} is not used: {e.Message.TrimEnd('.')}.");
            }
        }

        throw new CheckpointOriginException(origin);
    }

    private bool TryRead(CheckpointName name, TrainingState state)
    {
        if (name.Attempt > settings.Attempt)
        {
            settings.Warn(
                $"The checkpoint {name.FileName} is of attempt {name.Attempt}, which came after this one, {settings.Attempt}: not used.");
            return false;
        }

        try
        {
            new CheckpointReader(settings).Read(folder.File(name.FileName), name, state);
            return true;
        }
        catch (UnusableCheckpointException e)
        {
            var newName = folder.SetAside(name, e.Suffix);
            settings.Warn($"The checkpoint {name.FileName} is not used and is now called {newName}: {e.Message.TrimEnd('.')}.");
            return false;
        }
        catch (FileNotFoundException)
        {
            settings.Warn($"The checkpoint {name.FileName} was deleted by another process before it could be read.");
            return false;
        }
    }
}
