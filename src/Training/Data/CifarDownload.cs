using System.Security.Cryptography;
using ResNet.Distributed.Training.Data.Download;

namespace ResNet.Distributed.Training.Data;

/// <summary>Downloads CIFAR-10's archive into a folder, going on where an earlier try ended.</summary>
/// <param name="options">Address, checksum and limits.</param>
/// <param name="time">The clock for the waits between tries.</param>
public sealed class CifarDownload(CifarDownloadOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Downloads to a .part file, compares the MD5 and renames it. Until the first byte there is one try within
    /// <see cref="CifarDownloadOptions.ConnectLimit"/>; after it, drops are retried from where they happened.
    /// </summary>
    /// <param name="folder">Where the archive goes; made if it does not exist.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancel">Ends the download; the .part file stays for the next time.</param>
    /// <returns>The archive's path.</returns>
    /// <exception cref="CifarDownloadException">The server cannot be reached or refuses, the connection kept dropping, the
    /// file is
    /// another one (then the .part file is removed), or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> RunAsync(
        string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        var target = Path.Combine(folder, Path.GetFileName(options.Address.LocalPath));
        var partPath = $"{target}.part";
        try
        {
            Directory.CreateDirectory(folder);
            await FillAsync(partPath, progress, cancel);
            File.Move(partPath, target, overwrite: true);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CifarDownloadException($"{partPath} cannot be written: {e.Message}", e);
        }
    }

    private async Task FillAsync(string path, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        // Held alone, so that a second process cannot write into the same file.
        var part = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var worthKeeping = true;
        try
        {
            await FetchAsync(part, progress, cancel);
            var (length, md5) = (part.Length, await Md5Async(part, cancel));
            worthKeeping = md5.Equals(options.Md5, StringComparison.OrdinalIgnoreCase);
            if (!worthKeeping)
            {
                throw new CifarDownloadException(
                    $"{options.Address} gave {length} bytes with MD5 {md5} instead of {options.Md5}; they were removed");
            }

            part.Flush(flushToDisk: true);
        }
        finally
        {
            worthKeeping &= part.Length > 0;
            await part.DisposeAsync();
            if (!worthKeeping)
            {
                File.Delete(path);
            }
        }
    }

    private async Task FetchAsync(FileStream part, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        using var request = new RangeRequest(options, new SocketsHttpHandler { UseProxy = !options.Address.IsLoopback });
        var (most, drops, flowing, restarted) = (part.Length, 0, false, false);
        while (true)
        {
            try
            {
                await request.AppendAsync(part, progress, cancel);
                return;
            }
            catch (DroppedConnectionException) when (part.Length < most && !restarted)
            {
                // What was there from an earlier try is of no use to this server: once, from the beginning.
                (most, restarted) = (part.Length, true);
                continue;
            }
            catch (DroppedConnectionException e)
            {
                // A server that ignores ranges starts over: only bytes beyond what was there before are progress.
                flowing |= part.Length > most;
                drops = part.Length > most ? 1 : drops + 1;
                most = Math.Max(most, part.Length);
                if (!flowing || drops > options.MaxDrops)
                {
                    throw new CifarDownloadException(
                        flowing ? $"{options.Address} kept dropping the connection: {e.Message}" : e.Message, e);
                }
            }

            await Task.Delay(options.RetryDelay * Math.Pow(2, drops - 1), _time, cancel);
        }
    }

    private static async Task<string> Md5Async(FileStream part, CancellationToken cancel)
    {
        part.Position = 0;
        return Convert.ToHexStringLower(await MD5.HashDataAsync(part, cancel));
    }
}
