using ResNet.Distributed.Chaos.CommandLine;
using ResNet.Distributed.Launching.CommandLine;

// The children follow this process within moments (PR_SET_PDEATHSIG); what is left of the network goes at the next run's start.
using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await ChaosCommand.RunAsync(args, interrupts.Requested);
