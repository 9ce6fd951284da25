using System.CommandLine;
using ResNet.Distributed.AppHost.Aspire;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>What this build starts clusters with: .NET Aspire. A build without it has another class of this name.</summary>
internal static class Launchers
{
    /// <summary>The first line that a launch prints.</summary>
    public const string Greeting =
        "Launcher: .NET Aspire (for child processes of this one: dotnet run --project src/AppHost -p:UseAspire=false)";

    public static IClusterLauncher Create(LaunchPlan plan, Terminal terminal) => new AspireLauncher(plan, terminal);

    /// <summary>Adds <c>publish</c>, and what the command <c>aspire</c> asks an application host for.</summary>
    public static RootCommand Extend(RootCommand root, CommandContext context) => PublishCommand.AddTo(root, context);
}
