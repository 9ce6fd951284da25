using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Reading;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class NearestNameTests
{
    [Fact]
    public void ALongListIsCutAndNotWhatWasMeant()
    {
        string[] keys = [.. Enumerable.Range(1, 40).Select(number => $"another_key_{number}"), "checkpoint_interval"];

        var expected = Expected("chekpoint_interval", keys);

        Assert.StartsWith("another_key_1, another_key_2, ", expected);
        Assert.EndsWith("…; did you mean 'checkpoint_interval'?", expected);
        Assert.Equal(FaultList.MostExpected, expected.Length);
    }

    [Fact]
    public void AListThatJustFitsIsWhole()
    {
        const string meant = "; did you mean 'recipe'?";
        string[] keys = ["recipe", new('x', FaultList.MostExpected - 1 - meant.Length - "recipe or ".Length)];

        Assert.Equal($"recipe or {keys[1]}{meant}", Expected("recipee", keys));
    }

    // As it is read in the end.
    private static string Expected(string found, IReadOnlyList<string> choices)
    {
        var faults = new FaultList("faulty.yaml");
        faults.Add(1, found, found, NearestName.Choices(found, choices));
        return Assert.Single(Assert.Throws<SweepFileException>(faults.ThrowIfAny).Faults).Expected;
    }
}
