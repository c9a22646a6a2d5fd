namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// What a word does in its sentence: a word of grammar stands for itself, others for their class with their ending
/// (<c>SERVEed</c>), names, numbers and acronyms for all of their sort. <c>^</c> stands where a sentence begins.
/// </summary>
internal readonly record struct Tag(string Name, string Stem, Span At)
{
    /// <summary>The tags of a text, in its order.</summary>
    public static List<Tag> Of(List<Word> words)
    {
        var tags = new List<Tag>(words.Count + 8) { new("^", "", default) };
        var (opens, quoted) = (true, false);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Quoted != quoted)
            {
                quoted = word.Quoted;
                tags.Add(new("QUOTE", "", word.At));
            }
            if (!word.IsWord)
            {
                tags.Add(new(word.Written, "", word.At));
                if (word.Written is "." or ";" or ":" or "?" or "!")
                {
                    tags.Add(new("^", "", word.At));
                    opens = true;
                }
                continue;
            }
            var next = i + 1 < words.Count ? words[i + 1] : default;
            var tag = Of(word, opens, next);
            // Mr and Mrs Laidlaw, or Govan Road, is one name.
            if (tag.Name != "NAME" || tags[^1].Name != "NAME")
            {
                tags.Add(tag);
            }
            opens = false;
        }
        tags.Add(new("$", "", default));
        return tags;
    }

    private static Tag Of(Word word, bool opens, Word next)
    {
        var plain = word.Plain;
        var possessive = plain.EndsWith("'s", StringComparison.Ordinal);
        var bare = possessive ? plain[..^2] : plain;
        if (char.IsDigit(plain[0]))
        {
            return new("NUM", "", word.At);
        }
        if (Lists.Classes.TryGetValue(plain, out var itself) && itself.Class == "ITSELF")
        {
            return new(plain, plain, word.At);
        }
        if (Jargon.IsAcronym(word.Written))
        {
            return new("ACR", "", word.At);
        }
        var upper = char.IsUpper(word.Written[0]);
        if (upper && Lists.Names.Contains(bare))
        {
            return new(possessive ? "NAME's" : "NAME", "", word.At);
        }
        var (name, stem) = Classify(bare);
        if (upper && name is not ("TIME" or "KIN")
            && (!opens || (name.Length == 0 && (possessive || IsAfterName(next)))))
        {
            return new(possessive ? "NAME's" : "NAME", "", word.At);
        }
        return name.Length > 0
            ? new(possessive ? name + "'s" : name, stem, word.At)
            : new("x" + Ending(bare), Jargon.Stem(stem), word.At);
    }

    private static bool IsAfterName(Word next) => next.Written is { Length: > 0 } && (
        next.Plain is "is" or "has" or "can" or "and" or "was" or "will" or "to" or "had" or "could" or "who"
        || (next.Plain.EndsWith('s') && Classify(next.Plain).Name is "LIVEs" or "SERVEs"));

    private static (string Name, string Stem) Classify(string plain)
    {
        if (Lists.Classes.TryGetValue(plain, out var known))
        {
            return (known.Class + known.Form, plain);
        }
        foreach (var (ending, form) in Endings)
        {
            if (plain.Length < ending.Length + 2 || !plain.EndsWith(ending, StringComparison.Ordinal))
            {
                continue;
            }
            var stem = plain[..^ending.Length];
            foreach (var basic in Bases(stem, ending))
            {
                if (Lists.Classes.TryGetValue(basic, out var found) && found is { Form: "", Class: not "ITSELF" })
                {
                    return (found.Class + form, basic);
                }
            }
        }
        return ("", plain);
    }

    private static readonly (string Ending, string Form)[] Endings =
    [
        ("ies", "s"), ("es", "s"), ("s", "s"), ("ied", "ed"), ("ed", "ed"), ("ing", "ing"),
        ("in'", "ing"), ("in", "ing"),
    ];

    private static IEnumerable<string> Bases(string stem, string ending)
    {
        if (ending is "ies" or "ied")
        {
            yield return stem + "y";
            yield break;
        }
        yield return stem;
        yield return stem + "e";
        if (ending != "s" && stem.Length > 2 && stem[^1] == stem[^2])
        {
            yield return stem[..^1];
        }
    }

    private static string Ending(string plain) =>
        plain.EndsWith("ing", StringComparison.Ordinal) || plain.EndsWith("in", StringComparison.Ordinal) ? "ing"
        : plain.EndsWith("ed", StringComparison.Ordinal) ? "ed"
        : plain.EndsWith("ly", StringComparison.Ordinal) ? "ly"
        : plain.EndsWith("tion", StringComparison.Ordinal) || plain.EndsWith("ment", StringComparison.Ordinal) ? "tion"
        : plain.EndsWith('s') ? "s"
        : "";
}
