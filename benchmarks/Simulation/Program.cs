using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Simulation.CommandLine;

// Workers that train nothing, for a cluster that is up: dotnet run -c Release --project benchmarks/Simulation -- --help
using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await SimulationCommand.RunAsync(args, interrupts.Requested);
