using System.CommandLine;
using System.CommandLine.Invocation;
using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary><c>publish</c>: writes Docker Compose files. The command <c>aspire publish</c> gets here with arguments of its own.</summary>
internal static class PublishCommand
{
    private const string DefaultOutput = "aspire-output";

    /// <summary>What <c>aspire publish</c>, <c>aspire deploy</c> and <c>aspire do</c> give to an application host.</summary>
    private static readonly string[] AspiresOptions =
    [
        "--operation", "--publisher", "--step", "--output-path", "--log-level", "--include-exception-details", "--environment",
        "--clear-cache",
    ];

    /// <summary>Adds the command, and listens to <c>aspire</c>.</summary>
    public static RootCommand AddTo(RootCommand root, CommandContext context)
    {
        root.Subcommands.Add(Create(context));
        List<Option<string?>> asked = [.. AspiresOptions.Select(name => new Option<string?>(name) { Hidden = true })];
        asked.ForEach(root.Options.Add);
        var otherwise = (AsynchronousCommandLineAction)root.Action!;
        root.SetAction((result, cancellation) => asked.Exists(option => result.GetResult(option) is not null)
            ? ComposePublisher.RunAsync([.. result.Tokens.Select(token => token.Value)], ClusterOptionSet.Defaults, cancellation)
            : otherwise.InvokeAsync(result, cancellation));
        return root;
    }

    private static Command Create(CommandContext context)
    {
        var cluster = new ClusterOptionSet();
        var output = ValueOptions.Text("--output", $"Folder for the files (default: {DefaultOutput}/)", "DIR");
        var command = new Command("publish", "Write Docker Compose files that run the cluster in containers")
        {
            output, cluster.Coordinators, cluster.Workers, cluster.Threads, cluster.Port,
        };
        command.SetAction((result, cancellation) =>
        {
            var folder = Path.GetFullPath(result.GetValue(output) ?? DefaultOutput);
            return ComposePublisher.RunAsync(
                ["--operation", "publish", "--step", "publish", "--output-path", folder], cluster.Read(result), cancellation);
        });
        return command;
    }
}
