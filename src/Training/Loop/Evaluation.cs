using ResNet.Distributed.Training.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>What a test of a model gave.</summary>
/// <param name="Accuracy">Share of the images whose highest logit is their label's, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy over the images, in nats.</param>
internal readonly record struct Evaluation(double Accuracy, double Loss)
{
    /// <summary>Tests a model, in the mode that it is in, without gradients.</summary>
    public static Evaluation Run(
        CifarResNet model, BatchReader images, int count, int batchSize, CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        var order = Enumerable.Range(0, count).ToArray();
        var correct = 0L;
        var loss = 0.0;
        for (var start = 0; start < count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (inputs, labels) = images.Read(order.AsSpan(start, Math.Min(batchSize, count - start)));
            var logits = model.call(inputs);
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
            correct += CountCorrect(logits, labels);
        }

        return new Evaluation((double)correct / count, loss / count);
    }

    /// <summary>How many rows of logits have their highest value at the label.</summary>
    public static long CountCorrect(Tensor logits, Tensor labels)
    {
        using var predicted = logits.argmax(1);
        using var hits = predicted.eq(labels);
        using var count = hits.sum();
        return count.item<long>();
    }
}
