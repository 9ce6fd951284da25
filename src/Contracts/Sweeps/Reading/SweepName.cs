using System.Text.RegularExpressions;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>A sweep's name, which is also the name of its folder.</summary>
internal static partial class SweepName
{
    public const string Expected =
        "1 to 64 lower-case letters, digits, '-', '_' or '.', not starting with '.' (in quotes if it is a number)";

    private const int Longest = 64;

    public static bool IsValid(string name) => name.Length <= Longest && Valid().IsMatch(name);

    /// <summary>A valid name from a file's name: without folder and extension, in lower case, <c>-</c> for what is not allowed.</summary>
    public static string From(string source)
    {
        // Both separators everywhere: a file submitted from Windows names a sweep on Linux.
        var file = source[(source.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
        var name = Refused().Replace(Extension().Replace(file, ""), "-").TrimStart('.');
        name = name.Length > Longest ? name[..Longest] : name;
        return name.Length > 0 ? name : "sweep";
    }

    [GeneratedRegex(@"\A[a-z0-9_-][a-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9_.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Refused();

    [GeneratedRegex(@"\.(yaml|yml|json)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
