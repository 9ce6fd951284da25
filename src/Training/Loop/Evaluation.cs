using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>What a test of a model gave.</summary>
/// <param name="Accuracy">Share of the images whose highest logit is their label's, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy over the images, in nats.</param>
internal readonly record struct Evaluation(double Accuracy, double Loss)
{
    /// <summary>Tests a model, in the mode that it is in, without gradients. Each rank tests every k-th batch; all get the sums.</summary>
    public static Evaluation Run(
        CifarResNet model, IBatchReader images, int count, int batchSize, Replicas replicas, CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        var order = Enumerable.Range(0, count).ToArray();
        Span<double> sums = [0, 0];

        // In rounds of one batch for each rank, so that all come to the stop points equally often.
        for (var round = 0; round < count; round += batchSize * replicas.WorldSize)
        {
            replicas.StopPoint(cancellationToken);
            var start = round + (batchSize * replicas.Rank);
            if (start < count)
            {
                using var scope = NewDisposeScope();
                var (inputs, labels) = images.Read(order.AsSpan(start, Math.Min(batchSize, count - start)));
                var logits = model.call(inputs);
                var correct = CountCorrect(logits, labels);
                var loss = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum);
                sums[0] += correct.item<long>();
                sums[1] += loss.item<float>();
            }
        }

        replicas.Sum(sums);
        return new Evaluation(sums[0] / count, sums[1] / count);
    }

    /// <summary>How many rows of logits have their highest value at the label: an int64 on their device.</summary>
    public static Tensor CountCorrect(Tensor logits, Tensor labels)
    {
        using var predicted = logits.argmax(1);
        using var hits = predicted.eq(labels);
        return hits.sum();
    }
}
