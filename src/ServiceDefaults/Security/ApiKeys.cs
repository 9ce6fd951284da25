using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>
/// The keys that are valid, as hashes alone: nobody can log what is not there. Comparing takes the same time whatever is compared.
/// </summary>
public sealed class ApiKeys
{
    private readonly ImmutableArray<byte[]> _hashes;

    /// <summary>Takes the keys that validated settings name; there may be none, and then none is right.</summary>
    public ApiKeys(IOptions<SecurityOptions> options)
        : this(ApiKeySource.Read(options.Value).Keys)
    {
    }

    internal ApiKeys(IEnumerable<string> keys) => _hashes = [.. keys.Select(Hash)];

    /// <summary>Whether there are any.</summary>
    public bool Any => !_hashes.IsEmpty;

    /// <summary>Whether somebody sent one of them.</summary>
    public bool Matches(string sent) => MarkOf(sent) is not null;

    /// <summary>What a session remembers of the key that opened it, so that it ends with the key; null for a wrong one.</summary>
    public string? MarkOf(string sent)
    {
        var hash = Hash(sent);
        byte[]? found = null;
        foreach (var known in _hashes)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? known : found;
        }

        return found is null ? null : Mark(found);
    }

    /// <summary>Whether the key behind a mark is still valid.</summary>
    public bool HasMark(string mark) => _hashes.Any(known => Mark(known) == mark);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Mark(byte[] hash) => Convert.ToHexStringLower(SHA256.HashData([.. hash, .. "session"u8]).AsSpan(0, 16));
}
