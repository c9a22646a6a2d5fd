using System.Text;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>Where some words stand in a text, in UTF-16 code units.</summary>
internal readonly record struct Span(int Start, int Length)
{
    /// <summary>The first place behind them.</summary>
    public int End => Start + Length;

    /// <summary>The words.</summary>
    public string In(string text) => text.Substring(Start, Length);
}

/// <summary>
/// One word, number or mark of punctuation. <see cref="Plain"/> is how it is looked up: small letters, straight
/// apostrophes, English for Scots.
/// </summary>
internal readonly record struct Word(Span At, string Written, string Plain, bool Quoted)
{
    /// <summary>Whether it is made of letters or digits.</summary>
    public bool IsWord => char.IsLetterOrDigit(Written[0]);

    /// <summary>Splits a text, in one pass.</summary>
    public static List<Word> Of(string text, bool[] quoted)
    {
        var words = new List<Word>();
        for (var i = 0; i < text.Length;)
        {
            var end = i + 1;
            if (char.IsLetterOrDigit(text[i]))
            {
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || IsJoint(text, end)))
                {
                    end++;
                }
                // The apostrophe at the end of wi' and a' is part of the word, unless it closes a quotation.
                if (end < text.Length && Quotations.IsApostrophe(text[end]) && quoted[end] == quoted[i]
                    && Lists.Scots.ContainsKey(Straight(text[i..(end + 1)])))
                {
                    end++;
                }
            }
            else if (!Marks.Contains(text[i]))
            {
                i++;
                continue;
            }
            Add(words, text, new Span(i, end - i), quoted[i]);
            i = end;
        }
        return words;
    }

    private const string Marks = ".;:,?!()\u2013\u2014&/";

    private static void Add(List<Word> words, string text, Span at, bool quoted)
    {
        var written = at.In(text);
        var straight = Straight(written);
        if (Lists.Scots.TryGetValue(straight, out var english))
        {
            // Scots says in a word what English may say in two: gonnae is going to.
            foreach (var part in english.Split(' '))
            {
                words.Add(new Word(at, written, part, quoted));
            }
            return;
        }
        words.Add(new Word(at, written, straight, quoted));
    }

    private static bool IsJoint(string text, int at) =>
        (Quotations.IsApostrophe(text[at]) || text[at] is '-' or '\u2010' or '\u2011')
        && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private static string Straight(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            plain.Append(Quotations.IsApostrophe(c) ? '\''
                : c is '\u2010' or '\u2011' ? '-'
                : char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }
}
