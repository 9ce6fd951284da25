using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

internal static class Faults
{
    /// <summary>The faults of a file that must be refused.</summary>
    public static IReadOnlyList<SweepFault> Of(string text) =>
        [.. Assert.Throws<SweepFileException>(() => SweepFile.Parse(text, "faulty.yaml")).Faults];

    /// <summary>Holds a file to exactly one fault.</summary>
    public static void AssertOnly(string text, int line, string key, string value, string expected)
    {
        var fault = Assert.Single(Of(text));
        Assert.Equal((line, key, value), (fault.Line, fault.Key, fault.Value));
        Assert.Contains(expected, fault.Expected);
    }
}
