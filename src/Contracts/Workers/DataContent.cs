namespace ResNet.Distributed.Contracts.Workers;

/// <summary>The images that a worker has loaded, known by what they are and not by where they lie.</summary>
/// <param name="Name"><c>cifar-10</c> or <c>synthetic</c>.</param>
/// <param name="Sha256">SHA-256 over labels and pixels, 64 hexadecimal digits.</param>
/// <param name="Source">Where the worker read them, for people.</param>
[GenerateSerializer, Immutable]
public sealed record DataContent([property: Id(0)] string Name, [property: Id(1)] string Sha256, [property: Id(2)] string Source)
{
    private const int ShownDigits = 12;

    /// <summary>Whether both are the same images.</summary>
    public bool IsSameAs(DataContent other) => Sha256 == other.Sha256;

    /// <summary>For people: <c>cifar-10 0123456789ab… of /data/cifar-10</c>.</summary>
    public override string ToString() => $"{Name} {Sha256[..Math.Min(ShownDigits, Sha256.Length)]}… of {Source}";
}
