using System.CommandLine;
using ResNet.Distributed.AppHost.Commands;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>
/// The options of every command that starts a cluster. Shared between commands, so that one given before the command's name counts
/// too.
/// </summary>
internal sealed class ClusterOptionSet
{
    private const string DefaultOut = "runs";
    private const int DefaultPort = 5080;
    private const int MaxPort = 65_535;
    private const int MaxWorkers = 1024;
    private const int MaxCoordinators = 16;

    public Option<string?> Data { get; } = ValueOptions.Text(
        "--data", "Folder with CIFAR-10, python or binary version (default: dataset/, else downloaded, else synthetic)", "DIR");

    public Option<int?> Coordinators { get; } = ValueOptions.WholeNumber(
        "--coordinators", "Coordinator processes; with two, either may die (default: one)", 1, MaxCoordinators);

    public Option<int?> Workers { get; } = ValueOptions.WholeNumber(
        "--workers", "Worker processes (default: one per GPU; without a GPU two)", 1, MaxWorkers);

    public Option<int?> Threads { get; } = ValueOptions.WholeNumber(
        "--threads", "Threads of each worker (default: an equal part of the cores)", 1, MaxWorkers);

    public Option<string?> Out { get; } = ValueOptions.Text("--out", "Folder for results and state (default: runs/)", "DIR");

    public Option<int?> Port { get; } = ValueOptions.WholeNumber(
        "--port", "Port of the API and dashboard; 0 for a free one (default: 5080)", 0, MaxPort);

    public Option<bool> Keep { get; } = new("--keep") { Description = "Stay up when the sweep is done" };

    public Option<string?> Store { get; } = ValueOptions.Text(
        "--store", "A running Redis or Garnet in place of the embedded store", "CONNECTION");

    public Option<string?> ApiKeyFile { get; } = KeyFile();

    /// <summary>The options of a reproduction, which has one worker and ends by itself.</summary>
    public IEnumerable<Option> OfReproduce => [Data, Threads, Out, Port, ApiKeyFile];

    /// <summary>The options of a cluster without a sweep of its own.</summary>
    public IEnumerable<Option> OfUp => [Data, Coordinators, Workers, Threads, Out, Port, Store, ApiKeyFile];

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [.. OfUp, Keep];

    public ClusterOptions Read(ParseResult result) => new()
    {
        Data = result.GetValue(Data),
        Coordinators = result.GetValue(Coordinators),
        Workers = result.GetValue(Workers),
        Threads = result.GetValue(Threads),
        Out = result.GetValue(Out) ?? DefaultOut,
        Port = result.GetValue(Port) ?? DefaultPort,
        Keep = result.GetValue(Keep),
        Store = result.GetValue(Store),
        ApiKeyFile = result.GetValue(ApiKeyFile),
    };

    /// <summary>The option that names the file with the API's key.</summary>
    public static Option<string?> KeyFile() => ValueOptions.Text(
        "--api-key-file", "File with the key of the API and dashboard (default: the environment's RESNET_API_KEY; on loopback none)", "FILE");
}
