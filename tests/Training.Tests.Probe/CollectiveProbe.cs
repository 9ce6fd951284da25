using System.Text.Json;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>
/// A rank that whoever started it introduces to the others, by lines: it tells its endpoint, is told all of them, and then does
/// what a line says, until the group breaks.
/// </summary>
internal static class CollectiveProbe
{
    /// <param name="arguments">Rank, world size, transport, token in hexadecimal, folder of the shared memory.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new CollectiveOptions
        {
            Rank = int.Parse(arguments[0]),
            WorldSize = int.Parse(arguments[1]),
            Attempt = 3,
            Transport = Enum.Parse<TransportChoice>(arguments[2]),
            Token = Convert.FromHexString(arguments[3]),
            SharedMemoryFolder = arguments[4],
        };
        using var group = await Collective.ConnectAsync(options, new Lines(), CancellationToken.None);
        try
        {
            while (Console.In.ReadLine() is { } line)
            {
                Obey(line, group);
            }
        }
        catch (CollectiveException e)
        {
            Console.WriteLine($"threw {e.Peer} {e.PeerLost} {e.Message}");
        }

        return 0;
    }

    private static void Obey(string line, ICollective group)
    {
        switch (line)
        {
            case "barrier":
                group.Barrier();
                Console.WriteLine("met");
                break;
            case "idle":
                Console.WriteLine("idling");
                group.Broken.WaitHandle.WaitOne();
                group.Barrier();
                break;
            case "loop":
                Loop(group);
                break;
        }
    }

    private static void Loop(ICollective group)
    {
        var values = new float[1_000_000];
        for (var call = 0; ; call++)
        {
            group.AllReduce(values);
            if (call == 3)
            {
                Console.WriteLine("looping");
            }
        }
    }

    private sealed class Lines : IRendezvous
    {
        public async Task<IReadOnlyList<string>> ExchangeAsync(
            string channel, int rank, string endpoint, CancellationToken cancellationToken)
        {
            Console.WriteLine($"endpoint {endpoint}");
            var line = await Console.In.ReadLineAsync(cancellationToken);
            return JsonSerializer.Deserialize<string[]>(line!)!;
        }
    }
}
