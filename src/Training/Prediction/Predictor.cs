using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Loop;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Prediction;

/// <summary>Classifies images by a trained model, on the CPU, as an evaluation during training does.</summary>
/// <param name="model">The model. It stays the caller's.</param>
public sealed class Predictor(TrainedModel model)
{
    /// <summary>Images at a time: as many as an evaluation takes.</summary>
    public const int BatchSize = 128;

    /// <summary>The most probable classes of each image, the most probable first.</summary>
    /// <param name="images">3×32×32 bytes each: channel, row, column. At most <see cref="BatchSize"/>.</param>
    /// <param name="top">How many classes, from 1; no more than there are outputs.</param>
    public IReadOnlyList<IReadOnlyList<ClassProbability>> Predict(IReadOnlyList<byte[]> images, int top)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images.Count, BatchSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (images.Count == 0)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var shown = Math.Min(top, model.ClassNames.Count);
        var (values, labels) = nn.functional.softmax(Logits(images), 1).topk(shown, 1);
        var (probabilities, classes) = (values.data<float>().ToArray(), labels.data<long>().ToArray());
        return
        [
            .. Enumerable.Range(0, images.Count).Select(image => (IReadOnlyList<ClassProbability>)
            [
                .. Enumerable.Range(image * shown, shown).Select(place => new ClassProbability(
                    model.ClassNames[(int)classes[place]], (int)classes[place], probabilities[place])),
            ]),
        ];
    }

    /// <summary>Float32 of shape (N, outputs); it belongs to the caller's dispose scope.</summary>
    internal Tensor Logits(IReadOnlyList<byte[]> images)
    {
        var set = new ImageSet(images.SelectMany(image => image).ToArray(), new byte[images.Count]);
        using var reader = new HostBatchReader(set, CPU);
        var (inputs, labels) = reader.Read([.. Enumerable.Range(0, images.Count)]);
        using (inputs)
        using (labels)
        {
            return model.Network.call(inputs);
        }
    }
}
