using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching.CommandLine;

var context = new CommandContext(Terminal.OfProcess());
using var interrupts = new Interrupts(endAtOnce: () =>
{
    context.KillAll();
    context.Terminal.ShowCursor();
    Environment.Exit(ExitCode.Interrupted);
});
return await CommandRunner.RunAsync(args, context, interrupts.Requested);
