using System.Diagnostics;
using CsCheck;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>Whatever the text, the answer is a sweep or its faults, and soon.</summary>
public class SweepFuzzTests
{
    private const string Yaml = """
        name: fuzzed # a comment
        method: random
        run_cap: 20
        metric: { name: test_loss, goal: "minimize" }
        parameters:
          model: { values: [resnet18, 'resnet34'] }
          lr:
            distribution: log_uniform_values
            min: !!float 1e-5
            max: 1.0e-2
          batch_size:
          - 3
        early_terminate: none
        seed: &s 0
        """;

    private const string Json = """
        {"name": "f\u0041", "method": "grid", "parameters": {"lr": {"values": [0.1, 2e-3]}, "epochs": {"value": 3}}, "seed": null}
        """;

    private static readonly string[] Pieces =
    [
        "\n", "  ", "\t", ": ", "- ", "? ", "{", "}", "[", "]", ",", "'", "\"", "|\n", ">-\n", "&a ", "*a", "!!str ", "!<x> ", "%YAML 1.2\n",
        "---\n", "...\n", "#", "\\u", "\\", "<<: ", "\0", "\uFEFF", "\u2028", "\uD800", "1e9", "-", "~", "null", "min", "values", "é", "😀", "\r",
        "@", "`", "!", "!!", "%", "%TAG ! x:\n", "|9\n", "\"\\x", "\"\\U00110000\"", "!%", "&", "*", "\u0085",
    ];

    private static readonly Gen<string> Mutated =
        from start in OneOf(Yaml, Json)
        from edits in Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 12], OneOf(Pieces)).Array[1, 8]
        select edits.Aggregate(start, (text, edit) =>
        {
            var at = edit.Item1 % (text.Length + 1);
            return text[..at] + edit.Item3 + text[Math.Min(text.Length, at + edit.Item2)..];
        });

    private static readonly Gen<string> Soup = OneOf(Pieces).Array[0, 40].Select(string.Concat);

    [Fact]
    public void AMutatedFileIsASweepOrRefused() => Mutated.Sample(IsSweepOrRefused, iter: 20_000);

    [Fact]
    public void ASoupOfYamlIsASweepOrRefused() => Soup.Sample(IsSweepOrRefused, iter: 20_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void IsSweepOrRefused(string text)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var spec = SweepFile.Parse(text, "fuzz.yaml");
            Assert.Equal(spec, SweepFile.Parse(spec.Text, spec.Name));
        }
        catch (SweepFileException e)
        {
            Assert.NotEmpty(e.Faults);
            Assert.All(e.Faults, f => Assert.InRange(f.Line, 0, text.Length + 1));
        }

        // Generous, since another test may hold the processor; what it must catch is time that grows with a power of the text.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed} for {text.Length} characters");
    }
}
