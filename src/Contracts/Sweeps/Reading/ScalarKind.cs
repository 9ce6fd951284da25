using System.Text.RegularExpressions;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>What an unquoted scalar is by YAML 1.2's core schema, so that <c>1e-5</c> is a number and <c>no</c> is a word.</summary>
internal enum ScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Real,
}

internal static partial class ScalarKinds
{
    /// <summary>
    /// Stricter than the schema where YAML 1.1 reads the same text as another number (<c>010</c>) or where people disagree that it
    /// is one (<c>0x1F</c>, <c>1_000</c>, <c>.inf</c>): those stay text, and are refused where a number is expected.
    /// </summary>
    public static ScalarKind OfUnquoted(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when Integer().IsMatch(text) => ScalarKind.Integer,
        _ when Real().IsMatch(text) => ScalarKind.Real,
        _ => ScalarKind.Text,
    };

    [GeneratedRegex(@"\A[-+]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Real();
}
