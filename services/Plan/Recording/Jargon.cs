namespace PersonalOutcomes.Plans.Recording;

/// <summary>A term that a service says and others do not, and what could be said instead.</summary>
internal sealed record JargonTerm(string Term, string Plain)
{
    /// <summary>True for a term that means something else in another form, as bloods is not blood.</summary>
    public bool AsWritten { get; init; }

    /// <summary>Reads a list: a heading line, then a term, its plain swap and, if need be, its form a line.</summary>
    /// <exception cref="FormatException">A line has no swap.</exception>
    public static IReadOnlyList<JargonTerm> Read(TextReader reader)
    {
        var terms = new List<JargonTerm>();
        reader.ReadLine();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }
            var cells = line.Split('\t');
            if (cells.Length < 2 || cells[0].Trim().Length == 0 || cells[1].Trim().Length == 0)
            {
                throw new FormatException($"Line {number} is not a term, a tab and a plain swap.");
            }
            terms.Add(new(cells[0].Trim(), cells[1].Trim())
            {
                AsWritten = cells.Length > 2 && cells[2].Trim() == "as_written",
            });
        }
        return terms;
    }
}

/// <summary>Jargon that was found: a term as the list has it, or an acronym as it is written.</summary>
internal sealed record JargonFound(string Term, string Plain, Span At);

/// <summary>
/// Finds terms of the list in any inflection, and acronyms that the text does not explain, outside quotation marks.
/// </summary>
internal sealed class Jargon
{
    // By a term's first word, the longest term first.
    private readonly Dictionary<string, List<(string[] Stems, JargonTerm Term)>> _terms = new(StringComparer.Ordinal);

    /// <summary>This list alone.</summary>
    public Jargon(IEnumerable<JargonTerm> terms)
    {
        foreach (var term in terms)
        {
            string[] stems = [.. Split(term.Term).Select(w => term.AsWritten ? "=" + w : Stem(w))];
            if (!_terms.TryGetValue(stems[0], out var alike))
            {
                _terms[stems[0]] = alike = [];
            }
            alike.Add((stems, term));
            alike.Sort((a, b) => b.Stems.Length - a.Stems.Length);
        }
    }

    /// <summary>What is in a text: terms of the list first, the longest first, then acronyms.</summary>
    public IReadOnlyList<JargonFound> In(string text, List<Word> words)
    {
        var pieces = Pieces(words);
        var found = new List<JargonFound>();
        for (var i = 0; i < pieces.Count;)
        {
            var length = 1;
            if (Longest(pieces, i) is { Stems: { } stems, Term: { } term })
            {
                length = stems.Length;
                var start = pieces[i].At.Start;
                found.Add(new(term.Term.ToLowerInvariant(), term.Plain,
                    new(start, pieces[i + length - 1].At.End - start)));
            }
            i += length;
        }
        return
        [
            .. found.OrderByDescending(f => f.Term.Length).ThenBy(f => f.At.Start).DistinctBy(f => f.Term),
            .. Acronyms(text, words).DistinctBy(f => f.Term),
        ];
    }

    /// <summary>Whether a word is written as an acronym is: <c>CPN</c>, <c>ADLs</c>, <c>WestMARC</c>.</summary>
    public static bool IsAcronym(string written)
    {
        var (run, longest, lower) = (0, 0, 0);
        foreach (var c in written)
        {
            run = char.IsUpper(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
            lower += char.IsLower(c) ? 1 : 0;
        }
        return char.IsUpper(written[0]) && (lower == 0 || (lower == 1 && written[^1] == 's') || longest >= 3)
            && longest >= 2 && !Lists.EverydayAcronyms.Contains(written)
            && !(written[^1] == 's' && Lists.EverydayAcronyms.Contains(written[..^1]))
            && !Lists.Shouted.Contains(written) && !IsPostcode(written);
    }

    private static IEnumerable<JargonFound> Acronyms(string text, List<Word> words)
    {
        // A text in capitals throughout has no acronym that could be told.
        if (!text.Any(char.IsLower))
        {
            yield break;
        }
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Quoted || !word.IsWord)
            {
                continue;
            }
            if (IsAmpersanded(words, i, out var end))
            {
                var at = new Span(word.At.Start, words[end].At.End - word.At.Start);
                var joined = at.In(text).Replace(" ", "");
                if (!Lists.EverydayAcronyms.Contains(joined))
                {
                    yield return new(joined, Spell, at);
                }
                i = end;
                continue;
            }
            var from = word.At.Start;
            foreach (var part in word.Written.Split('-'))
            {
                var bare = part.IndexOfAny(['\'', '\u2019']) is > 0 and var cut ? part[..cut] : part;
                if (bare.Length > 1 && IsAcronym(bare) && !IsExplained(words, i, bare))
                {
                    yield return new(bare, Spell, new(from, bare.Length));
                }
                from += part.Length + 1;
            }
        }
    }

    private const string Spell = "write it out";

    private static bool IsAmpersanded(List<Word> words, int i, out int end)
    {
        end = i + 2;
        return end < words.Count && words[i + 1].Written == "&"
            && IsCapitals(words[i].Written) && IsCapitals(words[end].Written)
            && words[i].At.End + 1 >= words[i + 1].At.Start && words[i + 1].At.End + 1 >= words[end].At.Start;
    }

    private static bool IsCapitals(string written) => written.Length <= 3 && written.All(char.IsUpper);

    // EH6, KY11
    private static bool IsPostcode(string written) =>
        written.Length is 3 or 4 && char.IsDigit(written[^1]) && written[..2].All(char.IsUpper);

    // Care Programme Approach (CPA), or CPA (Care Programme Approach): its letters begin the words beside it.
    private static bool IsExplained(List<Word> words, int at, string acronym)
    {
        var letters = acronym.TrimEnd('s').ToLowerInvariant();
        return (at + 1 < words.Count && Beside.Contains(words[at + 1].Plain) && Begin(words, at + 2, letters, 1))
            || (at > 0 && Beside.Contains(words[at - 1].Plain)
                && Begin(words, at - 2, new string([.. letters.Reverse()]), -1));
    }

    private static bool Begin(List<Word> words, int from, string letters, int step)
    {
        var matched = 0;
        for (var i = from; i >= 0 && i < words.Count && words[i].IsWord; i += step)
        {
            var parts = words[i].Plain.Split('-');
            foreach (var part in step > 0 ? parts : parts.Reverse())
            {
                if (part.Length > 1 && part[0] == letters[matched])
                {
                    matched++;
                }
                else if (!Small.Contains(part))
                {
                    return false;
                }
                if (matched == letters.Length)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static readonly HashSet<string> Beside = ["(", ",", "\u2013", "\u2014", "or", "is", "means"];

    private static readonly HashSet<string> Small =
        ["of", "and", "the", "for", "in", "to", "or", "on", "with", "a", "an"];

    private (string[] Stems, JargonTerm Term) Longest(List<Piece> pieces, int at)
    {
        foreach (var first in (string[])[pieces[at].Stem, "=" + pieces[at].Plain])
        {
            if (_terms.TryGetValue(first, out var alike)
                && alike.FirstOrDefault(t => Stands(pieces, at, t.Stems)) is { Stems: not null } longest)
            {
                return longest;
            }
        }
        return default;
    }

    private static bool Stands(List<Piece> pieces, int at, string[] stems)
    {
        for (var i = 0; i < stems.Length; i++)
        {
            if (at + i >= pieces.Count || pieces[at + i].Quoted || (i > 0 && pieces[at + i].AfterMark)
                || (pieces[at + i].Stem != stems[i] && "=" + pieces[at + i].Plain != stems[i]))
            {
                return false;
            }
        }
        return true;
    }

    private readonly record struct Piece(string Plain, string Stem, Span At, bool Quoted, bool AfterMark);

    // double-up, double up and non compliance are alike.
    private static List<Piece> Pieces(List<Word> words)
    {
        var pieces = new List<Piece>(words.Count);
        var mark = false;
        foreach (var word in words)
        {
            if (!word.IsWord)
            {
                mark = true;
                continue;
            }
            var from = word.At.Start;
            foreach (var part in word.Written.Split('-'))
            {
                if (part.Length > 0)
                {
                    var plain = part.ToLowerInvariant().Replace('\u2019', '\'');
                    pieces.Add(new(plain, Stem(plain), new(from, part.Length), word.Quoted, mark));
                    mark = false;
                }
                from += part.Length + 1;
            }
        }
        return pieces;
    }

    private static IEnumerable<string> Split(string term) =>
        term.ToLowerInvariant().Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);

    // Alike for every inflection of a word; what it makes of a word need not be one.
    internal static string Stem(string word)
    {
        var stem = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word;
        foreach (var ending in (string[])["ies", "ied", "ing", "ed", "es", "s"])
        {
            if (stem.Length >= ending.Length + 3 && stem.EndsWith(ending, StringComparison.Ordinal)
                && !(ending == "s" && stem.EndsWith("ss", StringComparison.Ordinal)))
            {
                stem = ending[0] == 'i' && ending != "ing" ? stem[..^ending.Length] + "y" : stem[..^ending.Length];
                break;
            }
        }
        if (stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'l'))
        {
            stem = stem[..^1];
        }
        // mobilize is mobilise.
        return (stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem).Replace("iz", "is", StringComparison.Ordinal);
    }
}
