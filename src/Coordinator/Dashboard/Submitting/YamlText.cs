using System.Text.Json;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.Coordinator.Dashboard.Submitting;

/// <summary>What someone typed, as YAML writes it: bare where it can be, else in quotes.</summary>
internal static partial class YamlText
{
    /// <summary>A value whose type YAML tells from its looks: <c>128</c> is a number, <c>resnet18</c> is not.</summary>
    public static string Scalar(string typed)
    {
        var text = typed.Trim();
        return Bare().IsMatch(text) ? text : JsonSerializer.Serialize(text);
    }

    /// <summary>A value that is a text, whatever it looks like.</summary>
    public static string Text(string typed)
    {
        var text = typed.Trim();
        return Name().IsMatch(text) ? text : JsonSerializer.Serialize(text);
    }

    // A dash alone would be an item of a list.
    [GeneratedRegex(@"\A-?[A-Za-z0-9_.+][A-Za-z0-9_.+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    // Not one of YAML's words for true, false and nothing, all of which are shorter than this.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.-]{5,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
