using System.CommandLine;
using ResNet.Distributed.GpuWorker.Commands;
using ResNet.Distributed.Training.Native;

// The allocator's settings are read before the first line of managed code runs: a process that was started without them,
// by hand for example, replaces itself by one that has them. A node trains nothing itself.
if (args.Length == 0 && MallocEnvironment.EnsureOrReexec() is { } warning)
{
    await Console.Error.WriteLineAsync(warning);
}

// A drain takes as long as its step; the command line's own limit of 2 s would end the process in the middle of it.
return await WorkerCommands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
