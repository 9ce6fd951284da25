using System.Globalization;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>Finds a private /24 that this machine does not use.</summary>
internal static partial class FreeSubnet
{
    private const int Blocks = 64 * 256;

    /// <summary>The first three numbers, as in <c>10.200.17</c>.</summary>
    /// <param name="tag">Where the search starts, so that runs that start together look in different places.</param>
    /// <exception cref="ChaosException">All of 10.192.0.0/10 is used.</exception>
    public static async Task<string> FindAsync(RunTag tag)
    {
        var used = await CommandRunner.RunAsync("ip", "-4", "route", "show", "table", "all")
            + await CommandRunner.RunAsync("ip", "-4", "addr");
        var first = (tag.Pid + (tag.Number * 97)) % Blocks;
        for (var i = 0; i < Blocks; i++)
        {
            var block = (first + i) % Blocks;
            var subnet = string.Create(CultureInfo.InvariantCulture, $"10.{192 + (block >> 8)}.{block & 255}");
            if (!Addresses().Matches(used).Any(found => found.Value == subnet))
            {
                return subnet;
            }
        }

        throw new ChaosException("Every private network of 10.192.0.0/10 is in use.");
    }

    [GeneratedRegex(@"\b10\.\d+\.\d+")]
    private static partial Regex Addresses();
}
