using System.Globalization;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed unsafe class HugePagesTests
{
    private const string Setting = "/sys/kernel/mm/transparent_hugepage/enabled";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Small_and_large_memory_is_of_the_wanted_length(int length) => Assert.Equal(length, HugePages.Allocate(length).Length);

    [Fact]
    public void The_kernel_knows_the_wish()
    {
        if (!File.Exists(Setting) || File.ReadAllText(Setting).Contains("[never]", StringComparison.Ordinal))
        {
            Assert.Skip("This kernel has no transparent huge pages.");
        }

        var bytes = HugePages.Allocate(32 << 20);
        fixed (byte* first = bytes)
        {
            Assert.Contains(" hg", FlagsAt((ulong)first + (ulong)(bytes.Length / 2)), StringComparison.Ordinal);
        }
    }

    // A mapping begins with a line `from-to …`, and ends with one that has its flags.
    private static string FlagsAt(ulong address)
    {
        var isWanted = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var range = line.Split(' ')[0].Split('-');
            if (range.Length == 2)
            {
                isWanted = ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) <= address
                    && address < ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (isWanted && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"Nothing is mapped at {address:x}.");
    }
}
