using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.AppHost.Topology;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.AppHost.Checks;

/// <summary>Looks at everything the caller gave before anything is started, and tells all faults at once.</summary>
internal sealed class InputChecks
{
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();
    private OutputFolder? _output;

    /// <summary>Reads and validates a sweep file; null when it has a fault.</summary>
    public SweepSpec? SweepFile(string path)
    {
        try
        {
            return Contracts.Sweeps.SweepFile.Parse(File.ReadAllText(path), path);
        }
        catch (SweepFileException error)
        {
            _faults.Add(error.Message);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            _faults.Add($"{path}: there is no such sweep file. Give the path of a YAML or JSON file; README.md shows one.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _faults.Add($"{path}: cannot be read as a sweep file ({error.Message.TrimEnd('.')}).");
        }

        return null;
    }

    /// <summary>Whether there will be as many workers as a trial of the sweep needs.</summary>
    /// <param name="spec">The sweep; null when it has a fault.</param>
    /// <param name="workers">Workers of this machine.</param>
    /// <param name="store">Where other nodes may join; null: no other can.</param>
    public void Workers(SweepSpec? spec, int workers, string? store)
    {
        if (store is null && spec?.WorkersPerTrial.Min > workers)
        {
            _faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"workers_per_trial is {spec.WorkersPerTrial}, and there would be {workers} of them: no trial could start. "
                + $"Give --workers {spec.WorkersPerTrial.Min} or more, or let the sweep do with fewer."));
        }
    }

    /// <summary>Whether the folder is there; what it holds is for the data step to say.</summary>
    public void DataFolder(string? path)
    {
        if (path is not null && !Directory.Exists(path) && !File.Exists(path))
        {
            _faults.Add(
                $"--data {path}: there is no such folder. Give the folder that holds CIFAR-10's batches (data_batch_1 … test_batch), "
                + "or leave --data out to have it found or downloaded.");
        }
    }

    /// <summary>Whether the API's port can be listened on; 0 always can.</summary>
    public void Port(int port)
    {
        if (port > 0 && !FreePorts.IsFree(port))
        {
            _faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"--port {port}: in use, or not allowed here. Choose another with --port N, or --port 0 for a free one."));
        }
    }

    /// <summary>Whether a file could be written at <paramref name="path"/>.</summary>
    public void FileToWrite(string option, string? path)
    {
        if (path is not null && FileProbe.WhyNotWritable(path) is { } reason)
        {
            _faults.Add($"{option} {path}: {reason}. Choose a file in a folder that you may write to.");
        }
    }

    /// <summary>Whether the store at <paramref name="connection"/> answers; null stands for the embedded one, which will.</summary>
    public async Task StoreAsync(string? connection, CancellationToken cancellation)
    {
        if (connection is not null && await Store.StoreProbe.WhyNotReachableAsync(connection, cancellation) is { } reason)
        {
            _faults.Add(
                $"--store {Store.StoreConnection.WithoutPassword(connection)}: {reason}. Give the address of a running Redis or Garnet as HOST:PORT, "
                + "or leave --store out for the embedded one.");
        }
    }

    /// <summary>The API's key as the caller gave it; null for none, or one that cannot be used.</summary>
    public ApiKey? ApiKey(string? file)
    {
        try
        {
            return Security.ApiKey.Given(file);
        }
        catch (InputException error)
        {
            _faults.AddRange(error.Faults);
            return null;
        }
    }

    /// <summary>Takes the folder for the results.</summary>
    public void Output(string folder)
    {
        try
        {
            _output = OutputFolder.Take(folder);
        }
        catch (InputException error)
        {
            _faults.AddRange(error.Faults);
        }
    }

    /// <summary>The folder that <see cref="Output"/> took, when nothing was wrong anywhere; else everything is put back.</summary>
    /// <exception cref="InputException">Something was wrong.</exception>
    public OutputFolder Accept()
    {
        ThrowIfAny();
        return _output ?? throw new InvalidOperationException("The output folder was not checked.");
    }

    /// <summary>Ends the checks when something was wrong.</summary>
    /// <exception cref="InputException">With everything that was.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            _output?.GiveUp();
            throw new InputException(_faults.ToImmutable());
        }
    }
}
