namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Finds what a misspelled word was meant to be.</summary>
internal static class NearestName
{
    /// <summary>
    /// The choices as a phrase, with the likely one after it: <c>model, lr or epochs; did you mean 'lr'?</c> Where they are too many to be listed in one
    /// fault, it is the list that is cut.
    /// </summary>
    public static string Choices(string found, IReadOnlyList<string> choices)
    {
        var list = choices.Count == 1 ? choices[0] : $"{string.Join(", ", choices.SkipLast(1))} or {choices[^1]}";
        var meant = Of(found, choices) is { } choice ? $"; did you mean '{choice}'?" : "";
        return TextGuard.Printable(list, FaultList.MostExpected - meant.Length - 1) + meant;
    }

    /// <summary>
    /// The choice that begins with the word and goes on (<c>log_uniform</c>), or is a slip of the pen away (an edit or two letters swapped
    /// for each three letters), or holds the word or is held by it (<c>num_epochs</c>), or has it as initials (<c>learning_rate</c>); null
    /// when there is none.
    /// </summary>
    public static string? Of(string found, IReadOnlyList<string> choices)
    {
        if (found.Length is 0 or > 40)
        {
            return null;
        }

        var word = found.ToLowerInvariant().Replace('-', '_');
        if (choices.FirstOrDefault(c => c.StartsWith(word + "_", StringComparison.Ordinal)) is { } longer)
        {
            return longer;
        }

        var initials = string.Concat(word.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => part[0]));
        var (nearest, edits) = choices.Select(c => (Choice: c, Edits: Edits(word, c))).MinBy(c => c.Edits);
        return edits <= Math.Max(1, Math.Min(word.Length, nearest.Length) / 3) && edits < nearest.Length
            ? nearest
            : choices.Where(c => IsPart(c, word) || c == initials).MaxBy(c => c.StartsWith(word, StringComparison.Ordinal));
    }

    private static bool IsPart(string a, string b) =>
        (a.Length > 2 && b.Contains(a, StringComparison.Ordinal)) || (b.Length > 2 && a.Contains(b, StringComparison.Ordinal));

    /// <summary>The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours, each counted as 1.</summary>
    private static int Edits(string a, string b)
    {
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], 1 + edits[i - 2, j - 2]);
                }
            }
        }

        return edits[a.Length, b.Length];
    }
}
