using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>The options that make this process a node: the parent of one worker for each GPU.</summary>
internal sealed class NodeOptionSet
{
    private const int MaxWorkers = 1024;

    private readonly Option<string?> _store = ValueOptions.Text(
        "--store", "The cluster's Redis or Garnet: this machine joins as a node", "CONNECTION");

    private readonly Option<string?> _data = ValueOptions.Text(
        "--data", "Folder with CIFAR-10, the same images as on the other nodes (default: dataset/, else downloaded into it)", "DIR");

    private readonly Option<IPAddress?> _bind = ValueOptions.Address(
        "--bind", "This machine's address at which its workers are reached (default: the one from which the store is reached)");

    private readonly Option<string?> _name = ValueOptions.Text(
        "--name", "What the workers are called, with a number behind it; unique in the cluster (default: the host's name)", "NAME");

    private readonly Option<int?> _workers = ValueOptions.WholeNumber(
        "--workers", "Worker processes (default: one per GPU; without a GPU one)", 1, MaxWorkers);

    private readonly Option<int?> _threads = ValueOptions.WholeNumber(
        "--threads", "Threads of each worker (default: an equal part of the cores)", 1, MaxWorkers);

    private readonly Option<string> _device = DeviceOption.Create();

    private readonly Option<string?> _out = ValueOptions.Text("--out", "Folder for checkpoints and logs (default: runs/)", "DIR");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_store, _data, _bind, _name, _workers, _threads, _device, _out];
        Array.ForEach(all, command.Options.Add);
        command.Validators.Add(result => RequireStore(result, all));
    }

    /// <summary>What a node is to do; null where this process is a single worker.</summary>
    public NodeOptions? Read(ParseResult result) => result.GetValue(_store) is not { } store ? null : new NodeOptions
    {
        Store = store,
        Data = result.GetValue(_data),
        Bind = result.GetValue(_bind),
        Name = result.GetValue(_name) ?? Environment.MachineName,
        Workers = result.GetValue(_workers),
        Threads = result.GetValue(_threads),
        Device = result.GetValue(_device) ?? DeviceOption.Default,
        Out = result.GetValue(_out) ?? "runs",
    };

    private void RequireStore(CommandResult result, Option[] all)
    {
        var given = all
            .Where(option => option != _store && result.GetResult(option) is { Implicit: false })
            .Select(option => option.Name)
            .ToArray();
        if (given.Length > 0 && result.GetResult(_store) is null)
        {
            result.AddError(
                $"{string.Join(", ", given)}: for a node, which needs --store CONNECTION too; a single worker is configured by its environment");
        }
    }
}
