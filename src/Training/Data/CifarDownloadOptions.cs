namespace ResNet.Distributed.Training.Data;

/// <summary>Where CIFAR-10 comes from and how long to wait for it. The defaults are the official archive's.</summary>
public sealed record CifarDownloadOptions
{
    /// <summary>The archive's address.</summary>
    public Uri Address { get; init; } = new("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz");

    /// <summary>The archive's MD5, 32 hexadecimal digits, as its authors publish it.</summary>
    public string Md5 { get; init; } = "c58f30108f718f92721af3b95e74349a";

    /// <summary>From a request to the first byte of the file, name resolution and connecting included.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest silence once bytes flow; after it the connection counts as dropped.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many drops in a row, without a new byte between them, end the download.</summary>
    public int MaxDrops { get; init; } = 5;

    /// <summary>The wait after the first drop; each further drop in a row doubles it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The most bytes that are taken from a server.</summary>
    public long MaxBytes { get; init; } = 1L << 30;
}
