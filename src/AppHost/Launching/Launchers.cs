using System.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>What this build starts clusters with: child processes. A build with .NET Aspire has another class of this name.</summary>
internal static class Launchers
{
    /// <summary>The first line that a launch prints.</summary>
    public const string Greeting =
        "Launcher: built-in, child processes on this machine (for .NET Aspire: dotnet run --project src/AppHost -p:UseAspire=true)";

    public static IClusterLauncher Create(LaunchPlan plan, Terminal terminal) => new BuiltInLauncher(plan, terminal);

    /// <summary>Adds to the command line what this launcher alone can do: nothing.</summary>
    public static RootCommand Extend(RootCommand root, CommandContext context) => root;
}
