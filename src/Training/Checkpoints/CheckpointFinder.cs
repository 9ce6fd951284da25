using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Goes on from the newest checkpoint that is sound and this run's, and puts the others out of the way.</summary>
internal sealed class CheckpointFinder(CheckpointFolder folder, CheckpointSettings settings)
{
    /// <summary>Reads the newest checkpoint that can be used into the state.</summary>
    /// <returns>Its name; null where there is none: the state is as it was.</returns>
    /// <exception cref="CheckpointStorageException">The folder or a file cannot be read, or a file cannot be renamed.</exception>
    public CheckpointName? Restore(TrainingState state)
    {
        try
        {
            folder.DeleteLeftOvers();
            return folder.List().Find(name => TryRead(name, state));
        }
        catch (Exception e) when (CheckpointStorageException.IsCause(e))
        {
            throw CheckpointStorageException.Unreadable(folder.Path, e);
        }
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
