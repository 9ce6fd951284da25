using ResNet.Distributed.Training.Data.Synthetic;

namespace ResNet.Distributed.Training.Data;

/// <summary>
/// A stand-in for CIFAR-10 where there is no network: images from a seed, with classes that can be learned in a few steps, in
/// the official python version's layout. The files' own titles say "synthetic", and so does everything read from them.
/// </summary>
public static class SyntheticCifar
{
    private const int MaxPublishAttempts = 20;

    /// <summary>
    /// Writes the data set into cifar-10-batches-py under a folder, or keeps the one that is there with these same
    /// numbers.
    /// </summary>
    /// <param name="folder">The folder above; made if it does not exist.</param>
    /// <param name="seed">The same seed gives the same bytes, on every machine.</param>
    /// <param name="trainPerBatch">Images in each of the five training batches, 1 to 50,000.</param>
    /// <param name="testCount">Images in the test batch, 1 to 50,000.</param>
    /// <param name="cancel">Ends the writing early and leaves nothing.</param>
    /// <returns>The path of the folder cifar-10-batches-py, complete.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    /// <exception cref="CifarDataException">The folder already holds data that is not synthetic.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static string Write(string folder, int seed, int trainPerBatch, int testCount, CancellationToken cancel = default)
    {
        CheckCount(trainPerBatch, nameof(trainPerBatch));
        CheckCount(testCount, nameof(testCount));
        var plan = new SyntheticPlan(seed, trainPerBatch, testCount);
        var target = Path.Combine(Path.GetFullPath(folder), CifarFormat.PythonFolder);
        if (Directory.Exists(target) && plan.IsMetBy(target, cancel))
        {
            return target;
        }

        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{CifarFormat.PythonFolder}.{Guid.NewGuid():N}.tmp");
        try
        {
            plan.WriteTo(Directory.CreateDirectory(temporary).FullName, cancel);
            Publish(temporary, target, plan, cancel);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }

        return target;
    }

    // Several processes may do this at once, over an older set or none. Whoever finds the wanted set in place is done; whoever
    // loses a race looks again.
    private static void Publish(string temporary, string target, SyntheticPlan plan, CancellationToken cancel)
    {
        for (var attempt = 1; !(Directory.Exists(target) && plan.IsMetBy(target, cancel)); attempt++)
        {
            try
            {
                MoveAside(target, $"{temporary}.{attempt}.old");
                Directory.Move(temporary, target);
                return;
            }
            catch (IOException) when (attempt < MaxPublishAttempts)
            {
                // Another process moved the older set, or put the wanted one in place, between two of our calls.
            }
        }
    }

    // A reader sees the old folder, none, or the new one, never a mixture.
    private static void MoveAside(string target, string old)
    {
        if (Directory.Exists(target))
        {
            Directory.Move(target, old);
            Directory.Delete(old, recursive: true);
        }
    }

    private static void CheckCount(int count, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, CifarFormat.MaxImagesPerFile, argument);
    }
}
