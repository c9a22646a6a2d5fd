using System.Text.RegularExpressions;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// What the lens sees in a text: patterns of grammar, runs of up to three tags, and words by their stem; each with the
/// words that show it, so that what decided can be pointed at.
/// </summary>
internal sealed class Features
{
    private readonly Dictionary<string, Span> _seen = new(StringComparer.Ordinal);

    private Features()
    {
    }

    /// <summary>By sort, the features with where they were seen first.</summary>
    public IReadOnlyDictionary<string, Span> Seen => _seen;

    /// <summary>Looks at a text.</summary>
    public static Features Of(List<Word> words)
    {
        var tags = Tag.Of(words);
        var features = new Features();
        features.SeeTheWhole(words);
        for (var i = 0; i < tags.Count; i++)
        {
            features.See("1 " + tags[i].Name, tags[i].At, tags[i].At);
            if (tags[i].Stem.Length > 0)
            {
                features.See("w " + tags[i].Stem, tags[i].At, tags[i].At);
            }
            if (i > 0)
            {
                features.See($"2 {tags[i - 1].Name} {tags[i].Name}", tags[i - 1].At, tags[i].At);
            }
            if (i > 1)
            {
                features.See($"s {tags[i - 2].Name} {tags[i].Name}", tags[i - 2].At, tags[i].At);
                features.See($"3 {tags[i - 2].Name} {tags[i - 1].Name} {tags[i].Name}", tags[i - 2].At, tags[i].At);
            }
        }
        features.SeeWithoutGrammar(tags);
        features.SeePatterns(tags);
        return features;
    }

    // Who, does what, to what: what is left without articles and prepositions, however far apart it stands.
    private void SeeWithoutGrammar(IReadOnlyList<Tag> tags)
    {
        var (left, life, service) = (new List<Tag>(), 0, 0);
        foreach (var tag in tags)
        {
            if (char.IsUpper(tag.Name[0]) || tag.Name[0] is '^' or '$' || Kept.Contains(tag.Name))
            {
                left.Add(tag);
            }
            life += Life.Any(c => tag.Name.StartsWith(c, StringComparison.Ordinal)) ? 1 : 0;
            service += Service.Any(c => tag.Name.StartsWith(c, StringComparison.Ordinal)) ? 1 : 0;
        }
        for (var i = 1; i < left.Count; i++)
        {
            var (before, last) = (left[i - 1], left[i]);
            See($"c {before.Name} {last.Name}", before.At, last.At);
            if (before.Stem.Length > 0)
            {
                See($"c {before.Stem} {last.Name}", before.At, last.At);
            }
            if (last.Stem.Length > 0)
            {
                See($"c {before.Name} {last.Stem}", before.At, last.At);
            }
            if (i > 1)
            {
                See($"c {left[i - 2].Name} {before.Name} {last.Name}", left[i - 2].At, last.At);
            }
        }
        if (life + service > 0)
        {
            See($"p {Math.Round(4.0 * life / (life + service))} of 4 of life", tags[1].At, tags[^2].At);
        }
    }

    private static readonly string[] Life = ["LIVE", "HOMELY", "KIN", "FEEL"];

    private static readonly string[] Service = ["SERVE", "WORKER", "AGENCYTHING", "EQUIP", "ACR", "CLIENT"];

    private static readonly HashSet<string> Kept =
    [
        "i", "i'm", "i'd", "i've", "i'll", "we", "you", "he", "she", "they", "my", "me", "to", "want", "wants", "need",
        "needs", "get", "gets", "have", "has", "like", "let", "lets", "help", "helps", "be", "is", "are", "can", "so",
        "not", "don't", "no", "with", "by", "where", "because", "and", "who", "his", "her", "their", "getting",
        "having", "being",
    ];

    // What is told by where quotation marks stand, who speaks outside them, and how long it is.
    private void SeeTheWhole(List<Word> words)
    {
        var spoken = words.Where(w => w.IsWord).ToList();
        if (spoken.Count == 0)
        {
            return;
        }
        var all = new Span(spoken[0].At.Start, spoken[^1].At.End - spoken[0].At.Start);
        var outside = spoken.Where(w => !w.Quoted).ToList();
        if (outside.Count == 0)
        {
            See("p all of it quoted", all, all);
        }
        else if (outside.Count < spoken.Count)
        {
            See("p some of it quoted", spoken.First(w => w.Quoted).At, default);
        }
        if (outside.Where(w => First.Contains(w.Plain)).Select(w => (Word?)w).FirstOrDefault() is { } first)
        {
            See("p first person", first.At, default);
        }
        else if (outside.Count > 0)
        {
            See("p no first person", all, all);
        }
        if (spoken.Where(w => Subjects.Contains(w.Plain)).Select(w => (Word?)w).FirstOrDefault() is { } subject)
        {
            See(Subject, subject.At, default);
        }
        See(spoken.Count switch
        {
            <= 4 => "p up to 4 words",
            <= 8 => "p up to 8 words",
            <= 15 => "p up to 15 words",
            <= 30 => "p up to 30 words",
            _ => "p more words",
        }, all, all);
    }

    /// <summary>
    /// Adds whose words they are, once that is decided. One word tells other things in the person's own mouth than in a
    /// worker's ("I need a bed", "he needs a bed"), and what whoever writes did themselves is seldom an outcome.
    /// </summary>
    public Features SeeWhose(bool theirs)
    {
        foreach (var (name, word) in _seen.Where(s => s.Key[0] is '1' or 'w').ToList())
        {
            See((theirs ? "y " : "n ") + name, word, default);
        }
        if (_seen.TryGetValue(Subject, out var at))
        {
            See(theirs ? "p the I is theirs" : "p the I is the writer's", at, default);
        }
        return this;
    }

    private const string Subject = "p I or we";

    private static readonly HashSet<string> First =
    [
        "i", "i'm", "i'd", "i've", "i'll", "me", "my", "mine", "myself", "we", "we're", "we'd", "we've", "we'll", "us",
        "our", "ours", "ourselves",
    ];

    private static readonly HashSet<string> Subjects =
        ["i", "i'm", "i'd", "i've", "i'll", "we", "we're", "we'd", "we've", "we'll"];

    private void See(string name, Span from, Span to) =>
        _seen.TryAdd(name, from.Length == 0 ? to : to.Length == 0 ? from : new(from.Start, to.End - from.Start));

    // One line of tags, " ^ I want a EQUIP . $ ", with the place where each begins.
    private void SeePatterns(IReadOnlyList<Tag> tags)
    {
        var line = " " + string.Join(' ', tags.Select(t => t.Name)) + " ";
        var begins = new int[tags.Count];
        for (int i = 0, at = 1; i < tags.Count; at += tags[i].Name.Length + 1, i++)
        {
            begins[i] = at;
        }
        foreach (var (name, pattern) in Patterns)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                var first = Array.FindIndex(begins, b => b >= match.Index);
                var last = Array.FindLastIndex(begins, b => b < match.Index + match.Length);
                var (from, to) = (tags[Math.Max(first, 0)].At, tags[Math.Max(last, first)].At);
                See("p " + name, from, to);
            }
        }
    }

    // Without backtracking: the time is in proportion to the text, whatever stands in it.
    private static readonly (string Name, Regex Pattern)[] Patterns =
    [
        .. Lists.Patterns.Select(p => (p.Name, new Regex(Expand(p.Pattern),
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))),
    ];

    // In a pattern, <name> stands for the alternatives of the line @name.
    private static string Expand(string pattern)
    {
        foreach (var (name, words) in Lists.Groups)
        {
            pattern = pattern.Replace($"<{name}>", $"(?:{words})", StringComparison.Ordinal);
        }
        return pattern;
    }
}
