using System.CommandLine;

namespace ResNet.Distributed.Launching.CommandLine;

/// <summary>What workers train on, as a command line names it.</summary>
public static class DeviceOption
{
    /// <summary>CUDA where there is a GPU.</summary>
    public const string Default = "auto";

    /// <summary>The option <c>--device</c>.</summary>
    public static Option<string> Create() => new Option<string>("--device")
    {
        Description = "auto, cpu or cuda: what the workers train on (default: auto, which is cuda where there is one)",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => Default,
    }.AcceptOnlyFromAmong(Default, "cpu", "cuda");
}
