using System.Globalization;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Tests.Probe;
using TorchSharp;

// What the tests look at from outside: one line of output per answer.
switch (args[0])
{
    case "load":
        LibTorch.EnsureLoaded();
        using (var ones = torch.ones(2, 3))
        {
            Console.WriteLine(ones.sum().item<float>());
        }

        // The files that are mapped for execution; a path is the line's only part with a slash.
        foreach (var line in File.ReadLines("/proc/self/maps").Where(line => line.Contains("r-xp") && line.Contains('/')))
        {
            Console.WriteLine(line[line.IndexOf('/')..]);
        }

        return 0;
    case "env":
        // The id before the restart is the one after it; whoever started the process knows it.
        Console.WriteLine($"warning={MallocEnvironment.EnsureOrReexec()}");
        Console.WriteLine($"pid={Environment.ProcessId}");
        Console.WriteLine($"args={string.Join('|', args)}");
        foreach (var name in MallocEnvironment.Variables.Keys)
        {
            Console.WriteLine($"{name}={Environment.GetEnvironmentVariable(name)}");
        }

        return 0;
    case "rank":
        return RankRun.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
    case "collective":
        return await CollectiveProbe.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine($"Unknown command {args[0]}; expected load, env, rank or collective.");
        return 2;
}
