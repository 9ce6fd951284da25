using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Export;

/// <summary>Models of random weights whose running statistics have moved, as those of trained ones have.</summary>
internal static class SampleModels
{
    /// <summary>Creates one, in evaluation mode.</summary>
    public static CifarResNet Create(string name, int classes = 10)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(11);
        var model = ModelZoo.Create(name, classes);
        foreach (var parameter in model.named_parameters().Where(p => p.parameter.dim() == 1))
        {
            // BatchNorm's own are ones and zeros: each would hide a mistake.
            parameter.parameter.add_(rand(parameter.parameter.shape), alpha: 0.1);
        }

        model.call(rand(8, 3, 32, 32));
        model.eval();
        return model;
    }

    /// <summary>Writes one as a trial does.</summary>
    public static void Write(string path, CifarResNet model, params (string Key, string Value)[] texts)
    {
        var metadata = new Dictionary<string, string>
        {
            [ModelText.Model] = model.GetName(),
            [ModelText.WeightsSha256] = WeightsDigest.Of(model),
        };
        foreach (var (key, value) in texts)
        {
            metadata[key] = value;
        }

        SafetensorsFile.Write(path, StateDict.Of(model), metadata);
    }
}
