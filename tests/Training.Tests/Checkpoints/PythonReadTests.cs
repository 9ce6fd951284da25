using System.Globalization;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Numerics;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>A checkpoint is a plain safetensors file: Python reads it with nothing but the format's description.</summary>
[Collection(nameof(TorchTests))]
public sealed class PythonReadTests
{
    private const string Script = """
        import json, struct, sys
        raw = open(sys.argv[1], "rb").read()
        size = struct.unpack("<Q", raw[:8])[0]
        header = json.loads(raw[8:8 + size])
        begin, end = header["losses"]["data_offsets"]
        print(*struct.unpack("<%dd" % ((end - begin) // 8), raw[8 + size + begin:8 + size + end]))
        print(header["__metadata__"]["step"], header["optimizer.exp_avg_sq.fc.bias"]["shape"], header["model.fc.bias"]["dtype"])
        """;

    [Fact]
    public async Task PythonReadsWhatWasKept()
    {
        var python = Python.Require();
        using var runs = new KeptRuns();
        var observer = runs.RunSteps(KeptRuns.Standard, steps: 2);

        var lines = (await Python.RunAsync(python, Script, "", runs.Newest)).Split('\n');

        Assert.Equal(observer.Steps.Select(s => s.Loss), lines[0].Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture)));
        Assert.Equal("2 [10] F32", lines[1]);
    }
}
