using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Images;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Prediction;
using ResNet.Distributed.Training.Tests.Data;
using ResNet.Distributed.Training.Tests.Export;
using ResNet.Distributed.Training.Tests.Images;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Prediction;

[Collection(nameof(TorchTests))]
public sealed class PredictorTests : IDisposable
{
    private const int Count = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly TrainedModel _model;

    public PredictorTests()
    {
        using var model = SampleModels.Create("resnet18");
        SampleModels.Write(_folder.File("model"), model);
        _model = TrainedModel.Read(_folder.File("model"));
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_picture_of_the_test_set_gives_the_logits_of_its_evaluation()
    {
        var data = CifarReader.Read(RealDataTests.Folder());
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var reader = new HostBatchReader(new ImageSet(data.TestImages, data.TestLabels), CPU);
        var expected = _model.Network.call(reader.Read([.. Enumerable.Range(0, Count)]).Inputs);

        var images = Enumerable.Range(0, Count).Select(i =>
        {
            var file = _folder.File($"{i}.png");
            File.WriteAllBytes(file, Pictures.OfImage(data.TestImages.Slice(i * ImageSet.ImageBytes, ImageSet.ImageBytes)));
            return ImageFile.Read(file);
        }).ToArray();
        var actual = new Predictor(_model).Logits(images);

        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
    }

    [Fact]
    public void The_classes_come_by_their_probability_which_is_the_softmax_of_the_logits()
    {
        var images = Images();
        var predictor = new Predictor(_model);

        var all = predictor.Predict(images, top: 99);
        var best = predictor.Predict(images, top: 2);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var logits = predictor.Logits(images).data<float>().ToArray();
        Assert.Equal(Count, all.Count);
        for (var i = 0; i < Count; i++)
        {
            var row = logits.AsSpan(i * 10, 10).ToArray();
            var sum = row.Sum(logit => Math.Exp(logit));
            Assert.Equal(row.Index().OrderByDescending(logit => logit.Item).Select(logit => logit.Index), all[i].Select(c => c.Label));
            Assert.All(all[i], c => Assert.Equal(Math.Exp(row[c.Label]) / sum, c.Probability, 1e-5));
            Assert.All(all[i], c => Assert.Equal(CifarFormat.ClassNames[c.Label], c.Class));
            Assert.Equal(all[i].Take(2), best[i]);
        }
    }

    [Fact]
    public void No_image_gives_no_answer() => Assert.Empty(new Predictor(_model).Predict([], 3));

    private static byte[][] Images()
    {
        var pixels = SyntheticImages.Create(Count, 9).Pixels;
        return [.. Enumerable.Range(0, Count).Select(i => pixels.Slice(i * ImageSet.ImageBytes, ImageSet.ImageBytes).ToArray())];
    }
}
