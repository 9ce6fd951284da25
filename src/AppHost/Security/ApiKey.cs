using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ResNet.Distributed.Durability;
using ResNet.Distributed.Launching;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.AppHost.Security;

/// <summary>The key of a cluster's API: given by option or environment, or made where one is needed. It is never written but to its own file.</summary>
internal sealed class ApiKey
{
    /// <summary>The environment variable that holds it.</summary>
    public const string Variable = "RESNET_API_KEY";

    private const string ValueOfChildren = "Security__ApiKey";
    private const string FileOfChildren = "Security__ApiKeyFile";
    private const string FileName = "api-key";
    private const int RandomBytes = 32;

    private readonly string _value;

    private ApiKey(string value, string? file) => (_value, File) = (value, file);

    /// <summary>The file that holds it, absolute; null for one from the environment.</summary>
    public string? File { get; }

    /// <summary>What the cluster's processes are told, in their environment: a command line could be read by everyone.</summary>
    public IEnumerable<KeyValuePair<string, string>> OfChildren =>
        [new(ValueOfChildren, File is null ? _value : ""), new(FileOfChildren, File ?? "")];

    /// <summary>The header that a client sends.</summary>
    public AuthenticationHeaderValue Header => new("Bearer", _value);

    /// <summary>The key that the caller gave: by option, else by environment; null for none.</summary>
    /// <param name="option">The value of <c>--api-key-file</c>.</param>
    /// <exception cref="InputException">It cannot be used; all that is wrong with it is named.</exception>
    public static ApiKey? Given(string? option)
    {
        if (option is not null)
        {
            return FromFile(option, "--api-key-file");
        }

        // The processes' own variables are inherited by them, so that they count as well.
        return FromVariable(Variable)
            ?? FromVariable(ValueOfChildren)
            ?? (Environment.GetEnvironmentVariable(FileOfChildren) is { Length: > 0 } file ? FromFile(file, FileOfChildren) : null);
    }

    /// <summary>The key of a cluster for which none was given: none on loopback, elsewhere one in a file of the cluster's own folder.</summary>
    /// <param name="bind">The address at which the cluster listens.</param>
    /// <param name="clusterFolder">Where its file is, or will be.</param>
    /// <exception cref="InputException">The file from an earlier launch cannot be used, or none can be written.</exception>
    public static ApiKey? Needed(IPAddress bind, string clusterFolder)
    {
        if (IPAddress.IsLoopback(bind))
        {
            return null;
        }

        var file = Path.Combine(clusterFolder, FileName);
        if (!System.IO.File.Exists(file))
        {
            Make(file);
        }

        return FromFile(file, "The cluster's key");
    }

    /// <summary>Where it is, and not what it is.</summary>
    public override string ToString() => File is null ? $"the key in {Variable}" : $"the key in {File}";

    private static ApiKey? FromVariable(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } value)
        {
            return null;
        }

        return ApiKeySource.FaultOf(value, name) is { } fault ? throw new InputException(fault) : new ApiKey(value, null);
    }

    // Where a file has several, for a while in which one replaces another, the first is the one to be used.
    private static ApiKey FromFile(string path, string source)
    {
        var full = Path.GetFullPath(path);
        var (keys, faults) = ApiKeySource.ReadFile(full);
        return faults.IsEmpty ? new ApiKey(keys[0], full) : throw new InputException($"{source}: {faults[0]}");
    }

    private static void Make(string file)
    {
        try
        {
            AtomicFile.Create(
                file,
                stream => stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(2 * RandomBytes, lowercase: true) + "\n")),
                FileReaders.Owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the cluster's key cannot be written ({error.Message.TrimEnd('.')}).");
        }
    }
}
