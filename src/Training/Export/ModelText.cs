using System.Text.Json;

namespace ResNet.Distributed.Training.Export;

/// <summary>What the free text of a model's file says, by key.</summary>
public static class ModelText
{
    /// <summary>The model's name: <c>resnet18</c>.</summary>
    public const string Model = "model";

    /// <summary>The classes' names in label order, as a JSON array.</summary>
    public const string Classes = "classes";

    /// <summary>SHA-256 over the parameters and buffers, by which a damaged file is known.</summary>
    public const string WeightsSha256 = "weights_sha256";

    /// <summary>What is made of a picture's bytes, as JSON.</summary>
    public const string Normalization = "normalization";

    /// <summary>
    /// The value of <see cref="Normalization"/>: each byte times the scale, less the mean, divided by the standard deviation. Training
    /// and evaluation divide by 255 and do nothing else.
    /// </summary>
    public const string NormalizationValue =
        """{"layout":"NCHW","channels":"RGB","scale":"1/255","mean":[0,0,0],"std":[1,1,1]}""";

    /// <summary>Writes names for <see cref="Classes"/>.</summary>
    public static string OfNames(IEnumerable<string> names) => JsonSerializer.Serialize(names);

    /// <summary>Reads the names that <see cref="Classes"/> holds; null where there are none, or no JSON array of texts.</summary>
    public static IReadOnlyList<string>? Names(IReadOnlyDictionary<string, string> texts)
    {
        try
        {
            return texts.TryGetValue(Classes, out var json) ? JsonSerializer.Deserialize<string[]>(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
