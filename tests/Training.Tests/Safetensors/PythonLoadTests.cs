using System.Globalization;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Numerics;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Safetensors;

/// <summary>A model written here, loaded into the original script's model by PyTorch.</summary>
[Collection(nameof(TorchTests))]
public sealed class PythonLoadTests
{
    // The format, read from its description: no package is needed.
    private const string Script = """
        import json, struct, sys, torch
        sys.path.insert(0, sys.argv[1])
        import resnet
        raw = open(sys.argv[2], "rb").read()
        size = struct.unpack("<Q", raw[:8])[0]
        header, data = json.loads(raw[8:8 + size]), bytearray(raw[8 + size:])
        header.pop("__metadata__", None)
        dtypes = {"F32": torch.float32, "I64": torch.int64}
        state = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            state[name] = torch.frombuffer(data[begin:end], dtype=dtypes[entry["dtype"]]).reshape(entry["shape"])
        model = resnet.ResNet(resnet.BasicBlock, [2, 2, 2, 2], num_classes=10)
        model.load_state_dict(state)
        model.eval()
        images = (torch.arange(2 * 3 * 32 * 32) % 251 / 250).reshape(2, 3, 32, 32)
        with torch.no_grad():
            print(*model(images).flatten().tolist())
        """;

    [Fact]
    public async Task GivesTheSameLogitsInEvaluationMode()
    {
        var (python, reference) = (Python.RequireTorch(), Repository.RequireReference());
        using var folder = new TemporaryFolder();
        var expected = WriteModel(folder.File("model.safetensors"));

        var output = await Python.RunAsync(python, Script, "", reference, folder.File("model.safetensors"));

        var logits = output.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected.Length, logits.Length);
        Assert.All(expected.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static float[] WriteModel(string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ModelZoo.Create("resnet18", 10);
        model.call(rand(8, 3, 32, 32)); // so that the running statistics are not the initial ones
        SafetensorsFile.Write(path, StateDict.Of(model), new Dictionary<string, string> { ["format"] = "pt" });
        model.eval();
        var images = (arange(2 * 3 * 32 * 32) % 251 / 250).to(ScalarType.Float32).reshape(2, 3, 32, 32);
        return [.. model.call(images).data<float>()];
    }
}
