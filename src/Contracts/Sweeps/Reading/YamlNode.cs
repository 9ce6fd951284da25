using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>A piece of a file, with the line where it starts. Its text is how a fault shows it.</summary>
internal abstract record YamlNode(int Line);

internal sealed record YamlScalar(int Line, string Text, ScalarKind Kind) : YamlNode(Line)
{
    /// <summary>In quotes where the same text without them would be something else than text.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Text when ScalarKinds.OfUnquoted(Text) != ScalarKind.Text => $"\"{Text}\"",
        _ => Text,
    };
}

internal sealed record YamlList(int Line, ImmutableArray<YamlNode> Items) : YamlNode(Line)
{
    // The first few are enough for a fault, which is shortened anyway.
    public override string ToString() => $"[{string.Join(", ", Items.Take(8))}{(Items.Length > 8 ? ", …" : "")}]";
}

internal sealed record YamlMapping(int Line, ImmutableArray<YamlEntry> Entries) : YamlNode(Line)
{
    public override string ToString() =>
        $"{{ {string.Join(", ", Entries.Take(8).Select(e => $"{e.Key}: {e.Value}"))}{(Entries.Length > 8 ? ", …" : "")} }}";
}

/// <summary>Something whose fault is already in the list; nothing more is said about it.</summary>
internal sealed record RefusedNode(int Line) : YamlNode(Line);

/// <summary>One key of a mapping, with the line of the key.</summary>
internal sealed record YamlEntry(string Key, int Line, YamlNode Value);
