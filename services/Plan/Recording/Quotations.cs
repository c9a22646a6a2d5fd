namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// What stands inside quotation marks: straight or curly, single or double, angled, high or low. One that is not closed
/// runs to the end of the text. An apostrophe is no quotation mark.
/// </summary>
internal static class Quotations
{
    private const string Doubles = "\"\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033\uFF02\u300C\u300D\u300E\u300F";
    private const string Singles = "'\u2018\u2019\u201A\u201B\u2039\u203A\u0060\u00B4\uFF07";
    private const string Openers = "\u201C\u201E\u00AB\u2018\u201A\u2039\u300C\u300E";
    private const string Closers = "\u201D\u00BB\u203A\u300D\u300F";

    /// <summary>Whether it can stand in a word, as in <c>don't</c>.</summary>
    public static bool IsApostrophe(char c) =>
        c is '\'' or '\u2019' or '\u2018' or '\u02BC' or '\u00B4' or '\u0060' or '\uFF07';

    /// <summary>For each place of a text, whether it is inside; the marks themselves are.</summary>
    public static bool[] In(string text)
    {
        var quoted = new bool[text.Length];
        var closable = Closable(text);
        var open = new Stack<char>();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var inside = open.Count > 0;
            if (open.Count > 0 && Closes(text, i, open.Peek(), closable))
            {
                open.Pop();
            }
            else if (Opens(text, i, open, closable))
            {
                open.Push(c);
                inside = true;
            }
            quoted[i] = inside;
        }
        return quoted;
    }

    private static bool Opens(string text, int i, Stack<char> open, int[] closable)
    {
        var c = text[i];
        var afterWord = i > 0 && char.IsLetterOrDigit(text[i - 1]);
        if (Doubles.Contains(c))
        {
            // 6" is a length, and a mark that only closes, with nothing open, closes nothing.
            var isLength = i > 0 && char.IsDigit(text[i - 1]) && (c is '"' or '\u2033');
            return !isLength && (!Closers.Contains(c) || c == '\u00BB') && open.Count < 8;
        }
        if (!Singles.Contains(c) || afterWord || open.Count >= 8 || i + 1 >= text.Length)
        {
            return false;
        }
        if (c is '\u2039' or '\u203A' or '\u201A')
        {
            return true;
        }
        if (char.IsWhiteSpace(text[i + 1]))
        {
            return false;
        }
        // 'til, 'em and '90s begin with an apostrophe. The curly one that closes is never meant to open.
        return c != '\u2019' && !(IsElision(text, i + 1) && closable[i + 1] < 0);
    }

    private static bool Closes(string text, int i, char opened, int[] closable)
    {
        var c = text[i];
        if (Doubles.Contains(opened))
        {
            return Doubles.Contains(c) && (Pairs(opened, c) || (c == '"' && opened == '\u201C'));
        }
        if (opened is '\u2039' or '\u203A')
        {
            return c is '\u2039' or '\u203A';
        }
        if (!IsSingleEnd(text, i))
        {
            return false;
        }
        // In 'I'm goin' to a' the carers' groups' only the last one closes: where another could, these do not.
        return !(EndsShort(text, i) && i + 1 < text.Length && closable[i + 1] >= 0);
    }

    private static bool Pairs(char opened, char c) => opened switch
    {
        '"' or '\uFF02' or '\u2033' => c == opened,
        '\u201C' or '\u201F' => c is '\u201D',
        '\u201E' => c is '\u201C' or '\u201D' or '\u201F' or '"',
        '\u00AB' => c == '\u00BB',
        '\u00BB' => c is '\u00AB' or '\u00BB',
        '\u300C' => c == '\u300D',
        '\u300E' => c == '\u300F',
        _ => false,
    };

    // For each place, the next single mark from there on that could close a quotation, before one that could open; -1.
    private static int[] Closable(string text)
    {
        var next = new int[text.Length + 1];
        next[^1] = -1;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            next[i] = IsSingleEnd(text, i) ? i
                : Singles.Contains(text[i]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1])) ? -1
                : next[i + 1];
        }
        return next;
    }

    private static bool IsSingleEnd(string text, int i) =>
        Singles.Contains(text[i]) && i > 0 && !char.IsWhiteSpace(text[i - 1])
        && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]));

    // A word that often ends with an apostrophe: goin', wi', a', the carers'.
    private static bool EndsShort(string text, int i)
    {
        var start = i;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }
        var word = text[start..i].ToLowerInvariant();
        return word.Length > 0 && (word.EndsWith("in", StringComparison.Ordinal)
            || word.EndsWith('s') || Lists.Scots.ContainsKey(word + "'"));
    }

    private static bool IsElision(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
        {
            end++;
        }
        var word = text[start..end].ToLowerInvariant();
        return char.IsDigit(text[start]) || Lists.Elisions.Contains(word);
    }
}
