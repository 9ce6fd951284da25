using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Previewing;
using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>preview FILE</c>: says what a sweep would do, and starts nothing.</summary>
internal static class PreviewCommand
{
    public static int Run(string file, PreviewOptions options, CommandContext context)
    {
        var checks = new InputChecks();
        var spec = checks.SweepFile(file);
        checks.ThrowIfAny();
        foreach (var line in PreviewText.Lines(spec!, options))
        {
            context.Terminal.Result(line);
        }

        return ExitCode.Done;
    }
}
