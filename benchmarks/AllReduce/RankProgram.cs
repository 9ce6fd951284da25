using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.AllReduce;

/// <summary>A rank of ours: does what a line says, as often as it says, and tells the seconds of one time.</summary>
internal sealed class RankProgram(ICollective group, CollectiveBuffer<float> buffer)
{
    /// <param name="arguments">Rank, world size, transport, floats at most.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new CollectiveOptions
        {
            Rank = int.Parse(arguments[0], CultureInfo.InvariantCulture),
            WorldSize = int.Parse(arguments[1], CultureInfo.InvariantCulture),
            Transport = Enum.Parse<TransportChoice>(arguments[2]),
            Attempt = 0,
            Token = new byte[CollectiveOptions.TokenBytes],
            Log = Console.Error.WriteLine,
        };
        using var group = await Collective.ConnectAsync(options, new Lines(), CancellationToken.None);
        using var buffer = group.Allocate(int.Parse(arguments[3], CultureInfo.InvariantCulture));
        var program = new RankProgram(group, buffer);
        Console.WriteLine("ready");
        while (Console.In.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var seconds = program.Run(
                words[0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
            Console.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private double Run(string what, int count, int repeats)
    {
        switch (what)
        {
            case "sum":
                return TimeSum(buffer.Span[..count], repeats);
            case "sum-other":
                using (var memory = new OtherMemory(count))
                {
                    return TimeSum(memory.Span, repeats);
                }

            case "copy":
                using (var memory = new OtherMemory(count))
                {
                    return TimeCopy(memory, repeats);
                }

            default:
                throw new InvalidOperationException($"'{what}' is unknown.");
        }
    }

    private double TimeSum(Span<float> values, int repeats)
    {
        values.Fill(group.Rank + 1);
        group.AllReduce(values);
        var expected = group.WorldSize * (group.WorldSize + 1) / 2f;
        if (values.ContainsAnyExcept(expected))
        {
            throw new InvalidOperationException($"Rank {group.Rank} got a wrong sum; expected {expected} everywhere.");
        }

        // Zeros stay zeros, however often they are summed.
        values.Clear();
        group.AllReduce(values);
        group.Barrier();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            group.AllReduce(values);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private double TimeCopy(OtherMemory memory, int repeats)
    {
        memory.Span.CopyTo(buffer.Span);
        group.Barrier();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            memory.Span.CopyTo(buffer.Span);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private sealed unsafe class OtherMemory(int count) : IDisposable
    {
        private readonly float* _values = (float*)NativeMemory.AllocZeroed((nuint)count, sizeof(float));

        public Span<float> Span => new(_values, count);

        public void Dispose() => NativeMemory.Free(_values);
    }

    private sealed class Lines : IRendezvous
    {
        public async Task<IReadOnlyList<string>> ExchangeAsync(
            string channel, int rank, string endpoint, CancellationToken cancellationToken)
        {
            Console.WriteLine(endpoint);
            return JsonSerializer.Deserialize<string[]>((await Console.In.ReadLineAsync(cancellationToken))!)!;
        }
    }
}
