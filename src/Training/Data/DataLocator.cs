namespace ResNet.Distributed.Training.Data;

/// <summary>
/// Decides where the images come from: the named path, else the data set folder, else the network, else a synthetic
/// set.
/// </summary>
public static class DataLocator
{
    /// <summary>
    /// Finds or makes a data set. A path that was given is never replaced by anything else. Where nothing is given and nothing is
    /// there, the official archive is downloaded; when that fails (without a network, within 5 s) synthetic data are written.
    /// </summary>
    /// <param name="options">Paths, and what to do without data.</param>
    /// <param name="progress">Told how the download goes on, if there is one.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>A path for <see cref="CifarReader.Read"/>, how it came about, and why.</returns>
    /// <exception cref="CifarDataException">The given path does not exist or holds no CIFAR-10.</exception>
    /// <exception cref="CifarDownloadException">There are no data, and no synthetic ones are to be made.</exception>
    /// <exception cref="IOException">The synthetic data cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The synthetic data may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<LocatedData> LocateAsync(
        DataLocatorOptions options, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        if (options.Given is { } given)
        {
            return new LocatedData(CifarSource.Require(given).Path, LocatedDataKind.Given, $"The data are those named: {given}.");
        }

        if (CifarSource.Find(options.DatasetFolder) is { } source)
        {
            return new LocatedData(source.Path, LocatedDataKind.Folder, $"The folder {options.DatasetFolder} holds CIFAR-10.");
        }

        try
        {
            var archive = await new CifarDownload(options.Download).RunAsync(options.DatasetFolder, progress, cancel);
            return new LocatedData(
                archive,
                LocatedDataKind.Downloaded,
                $"CIFAR-10 was downloaded from {options.Download.Address} and its MD5 is right.");
        }
        catch (CifarDownloadException e) when (options.SyntheticFolder is not null)
        {
            var path = await Task.Run(
                () => SyntheticCifar.Write(
                    options.SyntheticFolder,
                    options.SyntheticSeed,
                    options.SyntheticTrainPerBatch,
                    options.SyntheticTestCount,
                    cancel),
                cancel);
            return new LocatedData(
                path,
                LocatedDataKind.Synthetic,
                $"The data are synthetic, because CIFAR-10 could not be downloaded: {e.Message}.");
        }
    }
}
