using System.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.AppHost.Previewing;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>The commands and what each one does.</summary>
internal static class CommandTree
{
    /// <summary>Builds the command line.</summary>
    /// <param name="context">What the commands work with.</param>
    public static RootCommand Create(CommandContext context)
    {
        var cluster = new ClusterOptionSet();
        var root = new RootCommand(
            "Sweeps a CIFAR-10 ResNet over this machine's devices. Without a command: a quick look at everything.")
        {
            Sweep(cluster, context),
            Up(cluster, context),
            Reproduce(cluster, context),
            Submit(context),
            Preview(cluster, context),
            Export(cluster, context),
            Predict(context),
        };
        Add(root, cluster.All);
        root.SetAction((result, cancellation) => SweepCommand.QuickstartAsync(cluster.Read(result), context, cancellation));
        return Launchers.Extend(root, context);
    }

    private static Command Sweep(ClusterOptionSet cluster, CommandContext context)
    {
        var file = SweepFileArgument();
        var command = new Command("sweep", "Start a cluster, run one sweep to its end, and exit") { file };
        Add(command, cluster.All);
        command.SetAction((result, cancellation) =>
            SweepCommand.FileAsync(result.GetRequiredValue(file), cluster.Read(result), context, cancellation));
        return command;
    }

    private static Command Up(ClusterOptionSet cluster, CommandContext context)
    {
        var command = new Command("up", "Start a cluster and keep it up; sweeps come by HTTP");
        Add(command, cluster.OfUp);
        command.SetAction((result, cancellation) => UpCommand.RunAsync(cluster.Read(result), context, cancellation));
        return command;
    }

    private static Command Reproduce(ClusterOptionSet cluster, CommandContext context)
    {
        var script = new ReproduceOptionSet();
        var command = new Command("reproduce", "Run the original script through one worker and print its lines");
        Add(command, script.All);
        Add(command, cluster.OfReproduce);
        command.SetAction((result, cancellation) =>
            ReproduceCommand.RunAsync(script.Read(result), cluster.Read(result), context, cancellation));
        return command;
    }

    private static Command Submit(CommandContext context)
    {
        var file = SweepFileArgument();
        var url = UrlOption.Create("Address of the cluster's API, as in http://127.0.0.1:5080");
        url.Required = true;
        var keyFile = ClusterOptionSet.KeyFile();
        var command = new Command("submit", "Give a sweep to a cluster that is up, and follow it") { file, url, keyFile };
        command.SetAction((result, cancellation) =>
            SubmitCommand.RunAsync(result.GetRequiredValue(file), result.GetRequiredValue(url)!, result.GetValue(keyFile), context, cancellation));
        return command;
    }

    private static Command Preview(ClusterOptionSet cluster, CommandContext context)
    {
        var file = SweepFileArgument();
        var seconds = ValueOptions.Seconds(
            "--seconds-per-epoch", "How long an epoch takes (default: as measured by a completed sweep in --out)");
        var trials = ValueOptions.WholeNumber("--trials", "How many trials to list (default: 100 of a grid, 10 of a search)", min: 1);
        var command = new Command("preview", "Say what a sweep would do, and start nothing") { file, seconds, trials };
        Add(command, [cluster.Workers, cluster.Out]);
        command.SetAction(result =>
        {
            var options = cluster.Read(result);
            var workers = options.Workers ?? Machine.Detect().DefaultWorkers;
            return PreviewCommand.Run(result.GetRequiredValue(file), new PreviewOptions(workers, result.GetValue(seconds), options.Out, result.GetValue(trials)), context);
        });
        return command;
    }

    private static Command Export(ClusterOptionSet cluster, CommandContext context)
    {
        var options = new ExportOptionSet(cluster);
        var command = new Command("export", "Write the model of a sweep's trial as safetensors or ONNX");
        options.AddTo(command);
        command.SetAction((result, cancellation) => ExportCommand.RunAsync(options.Read(result), context, cancellation));
        return command;
    }

    private static Command Predict(CommandContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A safetensors file that export or a sweep wrote, or a trial's folder" };
        var images = new Argument<string[]>("IMAGE") { Description = "PNG or JPEG files", Arity = ArgumentArity.OneOrMore };
        var top = ValueOptions.WholeNumber("--top", "How many classes to name for each image (default: 3)", 1);
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each image" };
        var command = new Command("predict", "Classify images by a trained model") { model, images, top, json };
        command.SetAction((result, cancellation) => PredictCommand.RunAsync(
            new PredictOptions(
                result.GetRequiredValue(model), [.. result.GetRequiredValue(images)], result.GetValue(top) ?? PredictOptions.UsualTop, result.GetValue(json)),
            context,
            cancellation));
        return command;
    }

    private static Argument<string> SweepFileArgument() => new("FILE") { Description = "A sweep file, YAML or JSON" };

    private static void Add(Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }
}
