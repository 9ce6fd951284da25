using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>YamlDotNet's parser, with every complaint about the text in the form of a <see cref="YamlException"/> that has its place.</summary>
internal sealed class EventReader : IParser
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    public EventReader(string text)
    {
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
    }

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's answer to some texts: a bracket that is still open when a block's next key comes, a tag that is no URI.
            throw At(_scanner.CurrentPosition, "A bracket or quote is left open, or a character has no place here", e);
        }
        catch (YamlException e) when (e.Message.Contains("tab", StringComparison.Ordinal) && e.Start.Line < _scanner.CurrentPosition.Line)
        {
            // A tab is put at the start of the block that it is in.
            throw At(_scanner.CurrentPosition, e.Message, e);
        }
    }

    private static YamlException At(Mark place, string message, Exception cause) => new(place, place, message, cause);
}
