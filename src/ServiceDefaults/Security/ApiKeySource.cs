using System.Collections.Immutable;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Reads keys from where the settings say they are.</summary>
public static class ApiKeySource
{
    /// <summary>The fewest characters of a key.</summary>
    public const int Shortest = 16;

    private const int Longest = 512;
    private const int MostBytes = 64 << 10;

    /// <summary>The keys of a file, or what is wrong with it; a fault names the file and never what it holds.</summary>
    /// <param name="path">The file: a key a line. Only its owner and its group may be able to read it.</param>
    public static (ImmutableArray<string> Keys, ImmutableArray<string> Faults) ReadFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) is not UnixFileMode.None)
            {
                return Fault($"{path}: every user of this machine may read or change it, expected a file of its owner alone (chmod 600 {path}).");
            }

            if (file.Length > MostBytes)
            {
                return Fault($"{path}: found {file.Length} bytes, expected a file with a key, of at most {MostBytes}.");
            }

            using var reader = new StreamReader(file);
            var keys = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
            return keys.IsEmpty
                ? Fault($"{path}: found no key, expected one of at least {Shortest} characters.")
                : (keys, [.. keys.Select(key => FaultOf(key, path)).OfType<string>().Distinct()]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fault($"{path}: the key cannot be read from it ({error.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>What is wrong with a key; null where nothing is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="source">Where it is from, which heads the fault.</param>
    public static string? FaultOf(string key, string source)
    {
        if (key.Length is < Shortest or > Longest)
        {
            return $"{source}: found a key of {key.Length} characters, expected {Shortest} to {Longest} of them (openssl rand -hex 32 makes a good one).";
        }

        return key.All(c => c is > ' ' and <= '~')
            ? null
            : $"{source}: found a key with a space, or a character outside of ASCII, expected one that fits into an HTTP header.";
    }

    /// <summary>The keys that the settings name, and all faults.</summary>
    internal static (ImmutableArray<string> Keys, ImmutableArray<string> Faults) Read(SecurityOptions options)
    {
        const string value = $"{SecurityOptions.Section}:{nameof(SecurityOptions.ApiKey)}";
        const string file = $"{SecurityOptions.Section}:{nameof(SecurityOptions.ApiKeyFile)}";
        switch (string.IsNullOrWhiteSpace(options.ApiKey), string.IsNullOrWhiteSpace(options.ApiKeyFile))
        {
            case (false, false):
                return Fault($"{value} and {file}: found both, expected one of them.");
            case (false, true):
                return FaultOf(options.ApiKey!, value) is { } fault ? Fault(fault) : ([options.ApiKey!], []);
            case (true, false):
                var (keys, faults) = ReadFile(options.ApiKeyFile!);
                return (keys, [.. faults.Select(found => $"{file}: {found}")]);
            default:
                return ([], []);
        }
    }

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static (ImmutableArray<string>, ImmutableArray<string>) Fault(string fault) => ([], [fault]);
}
