using ResNet.Distributed.Dashboard.CommandLine;
using ResNet.Distributed.Launching.CommandLine;

// How the API and the pages do with a large sweep: dotnet run -c Release --project benchmarks/Dashboard -- --help
using var interrupts = new Interrupts(endAtOnce: () => Environment.Exit(ExitCode.Interrupted));
return await DashboardCommand.RunAsync(args, interrupts.Requested);
