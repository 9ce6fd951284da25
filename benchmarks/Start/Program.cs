using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Start;

// From the command to the first step: dotnet run -c Release --project benchmarks/Start -- --help
using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await StartCommand.RunAsync(args, interrupts.Requested);
