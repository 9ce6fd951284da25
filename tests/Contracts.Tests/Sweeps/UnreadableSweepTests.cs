using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>Files whose structure is at fault, or that mean harm.</summary>
public class UnreadableSweepTests
{
    [Theory]
    [InlineData("", 0, "", "a sweep")]
    [InlineData("# nothing\n", 0, "", "a sweep")]
    [InlineData("just words", 1, "just words", "a mapping")]
    [InlineData("- method: grid", 1, "[{ method: grid }]", "a mapping")]
    [InlineData("null", 1, "null", "a mapping")]
    [InlineData("method: grid\nname: 'open\n", 2, "name: 'open", "readable YAML or JSON")]
    [InlineData("method: grid\nparameters:\n\tlr: 1\n", 3, "lr: 1", "readable YAML or JSON")]
    [InlineData("method: grid\nname: a: b\n", 2, "name: a: b", "readable YAML or JSON")]
    [InlineData("method: grid\n--- \nmethod: grid\n", 2, "", "one document")]
    [InlineData("method: grid\nname: a\0b", 2, "U+0000", "control characters")]
    [InlineData("method: grid\nname: \u001b[2J", 2, "U+001B", "control characters")]
    public void IsRefusedAtItsLine(string text, int line, string value, string expected) =>
        Faults.AssertOnly(text, line, "", value, expected);

    [Fact]
    public void AFileIsBounded()
    {
        var text = "method: grid\nparameters: {}\n#" + new string('x', SweepFile.MaxBytes);
        Faults.AssertOnly(text, 0, "", $"{text.Length} bytes", "at most 1048576 bytes");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void DeepNestingIsRefusedAtOnce(string opening)
    {
        var fault = Assert.Single(Faults.Of(string.Concat(Enumerable.Repeat(opening, 250_000))));
        Assert.Contains("nested deeper than 16 levels", fault.Expected);
    }

    [Fact]
    public void AnAliasBombIsRefused()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]");
        var faults = Faults.Of("a0: &a0 x\n" + string.Join('\n', lines));
        Assert.Contains(faults, f => f.Value == "*a0" && f.Line == 2);
    }

    [Fact]
    public void WhatIsShownOfAFileCannotMoveTheCursor()
    {
        var fault = Assert.Single(Faults.Of("method: grid\nparameters: {}\nname: \"\\e[2J\\r\\n\\u202E" + new string('x', 500) + "\""));
        Assert.DoesNotContain(fault.ToString(), char.IsControl);
        Assert.DoesNotContain('\u202E', fault.ToString());
        Assert.True(fault.Value.Length < 70);
    }

    [Fact]
    public void AHostOfFaultsIsCutShort()
    {
        var faults = Faults.Of(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"key{i}: 1\n")));
        Assert.Equal(101, faults.Count);
        Assert.Equal("49902 more", faults[^1].Value);
    }
}
