using System.Security.Cryptography;
using System.Text;
using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Exchange;

/// <summary>
/// The secret that opens a trial's files. It travels in assignments, and lies in each folder that has some of the trial's files, readable to
/// their owner alone, so that a process that was started anew knows it.
/// </summary>
public static class TrialToken
{
    /// <summary>The request header that carries it.</summary>
    public const string Header = "X-Trial-Token";

    private const string FileName = ".token";

    /// <summary>A trial's token, from the secret of one of its attempts, which cannot be found out from it.</summary>
    public static string From(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("files " + secret)));

    /// <summary>Lays it into a trial's folder, which is made where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string folder, string token)
    {
        if (token.Length == 0 || Read(folder) == token)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, FileName), file => file.Write(Encoding.ASCII.GetBytes(token)), FileReaders.Owner);
    }

    /// <summary>Whether it opens a trial's folder.</summary>
    public static bool Opens(string folder, string? token) => token is { Length: > 0 } && Read(folder) is { } own
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(own));

    private static string? Read(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, FileName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
