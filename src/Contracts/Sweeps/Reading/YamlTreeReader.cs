using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>
/// Builds the tree of one YAML or JSON document from the parser's events. Aliases are refused, so the tree is never larger than the
/// text; nesting is bounded, so is the stack.
/// </summary>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 16;

    private readonly EventReader _parser;
    private readonly FaultList _faults;

    private YamlTreeReader(string text, FaultList faults) =>
        (_parser, _faults) = (new EventReader(text.TrimStart('\uFEFF')), faults);

    /// <summary>The document's root. Where it cannot be read, the fault list knows.</summary>
    public static YamlNode Read(string text, FaultList faults)
    {
        try
        {
            return new YamlTreeReader(text, faults).ReadStream();
        }
        catch (YamlException e)
        {
            var line = (int)Math.Max(e.Start.Line, 1);
            var found = text.Split('\n').ElementAtOrDefault(line - 1)?.Trim() ?? "";
            faults.AddUnreadable(line, "", found, $"readable YAML or JSON ({e.Message.TrimEnd('.')})");
            return new RefusedNode(line);
        }
    }

    private YamlNode ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return new RefusedNode(Unreadable(0, "a sweep: at least the keys method and parameters"));
        }

        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            Unreadable((int)second.Start.Line, "one document in the file, not a second one");
        }

        return root;
    }

    private int Unreadable(int line, string expected)
    {
        _faults.AddUnreadable(line, "", "", expected);
        return line;
    }

    private YamlNode ReadNode(string path, int depth)
    {
        var start = _parser.Consume<ParsingEvent>();
        var line = (int)start.Start.Line;
        if (depth > MaxDepth)
        {
            throw new SemanticErrorException(start.Start, start.End, $"nested deeper than {MaxDepth} levels");
        }

        switch (start)
        {
            case Scalar scalar:
                return ReadScalar(scalar, path);
            case SequenceStart list:
                RefuseTag(list, path);
                return new YamlList(line, ReadItems(path, depth + 1));
            case MappingStart mapping:
                RefuseTag(mapping, path);
                return new YamlMapping(line, ReadEntries(path, depth + 1));
            case AnchorAlias alias:
                _faults.Add(line, path, $"*{alias.Value}", "the value itself: aliases are not read");
                return new RefusedNode(line);
            default:
                throw new SemanticErrorException(start.Start, start.End, $"found {start.GetType().Name}");
        }
    }

    private ImmutableArray<YamlNode> ReadItems(string path, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), depth));
        }

        return items.ToImmutable();
    }

    private ImmutableArray<YamlEntry> ReadEntries(string path, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var lines = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(path, depth);
            var name = (key as YamlScalar)?.Text;
            var at = path.Length == 0 ? name ?? "" : $"{path}.{name}";
            var value = ReadNode(at, depth);
            if (name is null)
            {
                _faults.Add(key.Line, path, $"{key}", "a plain word as key");
            }
            else if (!lines.TryAdd(name, key.Line))
            {
                _faults.Add(key.Line, at, $"{value}", $"each key once: it is on line {lines[name]} already");
            }
            else
            {
                entries.Add(new YamlEntry(name, key.Line, value));
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>The tags of the scalar types are read, since <c>!!float 1e-5</c> is how files for YAML 1.1 write that number.</summary>
    private YamlNode ReadScalar(Scalar scalar, string path)
    {
        var line = (int)scalar.Start.Line;
        ScalarKind? kind = (scalar.Tag.IsEmpty ? "" : scalar.Tag.Value) switch
        {
            "" => scalar.Style == ScalarStyle.Plain ? ScalarKinds.OfUnquoted(scalar.Value) : ScalarKind.Text,
            "!" or "tag:yaml.org,2002:str" => ScalarKind.Text,
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" => ScalarKinds.OfUnquoted(scalar.Value),
            _ => null,
        };
        if (kind is not null)
        {
            return new YamlScalar(line, scalar.Value, kind.Value);
        }

        _faults.Add(line, path, $"{scalar.Tag.Value} {scalar.Value}", "a value without a tag");
        return new RefusedNode(line);
    }

    private void RefuseTag(NodeEvent node, string path)
    {
        if (!node.Tag.IsEmpty)
        {
            _faults.Add((int)node.Start.Line, path, node.Tag.IsNonSpecific ? "!" : node.Tag.Value, "a value without a tag");
        }
    }
}
