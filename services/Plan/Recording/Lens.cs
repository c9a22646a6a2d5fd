namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// Reads a draft and says what is in it, with the words that decided. It advises: it stores nothing, counts nothing and
/// changes no word. Pure, and in time proportional to the text.
/// </summary>
internal sealed class Lens
{
    /// <summary>Below so many words nothing is ever missing.</summary>
    public const int Short = 60;

    // From here on a draft is looked at sentence by sentence: one among many may be what it is about.
    private const int Long = 80;

    private readonly Jargon _jargon;

    /// <summary>The lens with its own list of jargon and, before it, an agency's.</summary>
    public Lens(IEnumerable<JargonTerm> agencys) => _jargon = new([.. agencys, .. Lists.Jargon]);

    /// <summary>What one statement is.</summary>
    public Statement Read(string text)
    {
        var words = Word.Of(text, Quotations.In(text));
        var features = See(words);
        return new(Weights.Learnt.Judge(Question.Outcome, features),
            Weights.Learnt.Judge(Question.Personalised, features),
            Weights.Learnt.Judge(Question.Voice, features), _jargon.In(text, words));
    }

    private static Features See(List<Word> words)
    {
        var features = Features.Of(words);
        return features.SeeWhose(Weights.Learnt.Judge(Question.Voice, features).Yes);
    }

    /// <summary>What is in a draft, and what could be asked.</summary>
    public Reading Check(Draft draft)
    {
        if (draft.OwnWords)
        {
            return new(true, [], [], null);
        }
        var words = Word.Of(draft.Text, Quotations.In(draft.Text));
        var sentences = Sentences(words);
        var spoken = words.Count(w => w.IsWord);
        var isShort = draft.Listening || spoken < Short;
        List<(Features Features, List<Word> Words)> read = spoken < Long
            ? [(See(words), words)]
            : [.. sentences.Select(s => (See(s), s))];
        var phrases = Phrases.In(words);
        var findings = Enum.GetValues<Aspect>().Select(aspect =>
            !IsLookedAt(aspect, draft, isShort) ? new Finding(aspect, Standing.NotLookedAt, [], "")
            : Say(aspect, isShort, draft.Text, aspect switch
            {
                Aspect.Outcome => Outcome(read),
                Aspect.Personalised => Personalised(read),
                Aspect.Voice => Voice(read, words, phrases),
                _ => phrases.Of(aspect),
            })).ToList();
        return new(false, findings, _jargon.In(draft.Text, words),
            spoken > 100 ? new(spoken, sentences.Count, Longest(sentences)) : null);
    }

    // A note that is short, or listening, owes nothing; the statement of an outcome is short by its nature.
    private static bool IsLookedAt(Aspect aspect, Draft draft, bool isShort) =>
        isShort
            ? aspect is Aspect.Voice or Aspect.MattersAndWhy
                || (!draft.Listening && draft.Sort == DraftSort.Outcome && aspect <= Aspect.Voice)
            : draft.Sort is DraftSort.Note or DraftSort.Review || aspect <= Aspect.WhoWhenWhere;

    private static Finding Say(
        Aspect aspect, bool isShort, string text, (Standing Standing, IReadOnlyList<Span> Words) seen)
    {
        var standing = (isShort, seen.Standing, aspect) switch
        {
            (true, Standing.Missing, Aspect.Outcome or Aspect.Personalised) => Standing.Partly,
            (true, Standing.Missing, _) => Standing.NotLookedAt,
            var (_, given, _) => given,
        };
        return new(aspect, standing, Apart(seen.Words, text),
            standing is Standing.Partly or Standing.Missing ? Lists.Suggestions[aspect.ToString()] : "");
    }

    private static (Standing, IReadOnlyList<Span>) Outcome(List<(Features Features, List<Word> Words)> read)
    {
        var judged = read.Select(r => Weights.Learnt.Judge(Question.Outcome, r.Features)).ToList();
        var surest = judged.MaxBy(j => j.Sum)!;
        return (surest.Yes ? Standing.Met : Standing.Missing, surest.Why);
    }

    private static (Standing, IReadOnlyList<Span>) Personalised(List<(Features Features, List<Word> Words)> read)
    {
        var outcomes = read.Where(r => Weights.Learnt.Judge(Question.Outcome, r.Features).Yes).ToList();
        if (outcomes.Count == 0)
        {
            return (Standing.Missing, []);
        }
        var surest = outcomes.Select(r => Weights.Learnt.Judge(Question.Personalised, r.Features)).MaxBy(j => j.Sum)!;
        return (surest.Yes ? Standing.Met : Standing.Partly, surest.Why);
    }

    // Their own words as they were said; then what others say that they said.
    private static (Standing, IReadOnlyList<Span>) Voice(
        List<(Features Features, List<Word> Words)> read, List<Word> words, Phrases phrases)
    {
        var surest = read.Select(r => Weights.Learnt.Judge(Question.Voice, r.Features)).MaxBy(j => j.Sum)!;
        if (surest.Yes)
        {
            return (Standing.Met, surest.Why);
        }
        var quoted = words.Where(w => w.Quoted && w.IsWord).ToList();
        return quoted.Count >= 3
            ? (Standing.Met, [new(quoted[0].At.Start, LastOfRun(quoted, words).At.End - quoted[0].At.Start)])
            : phrases.Of(Aspect.Voice);
    }

    private static Word LastOfRun(List<Word> quoted, List<Word> words)
    {
        var first = words.FindIndex(w => w.At == quoted[0].At);
        var end = words.FindIndex(first, w => !w.Quoted);
        return words[end < 0 ? words.Count - 1 : end - 1];
    }

    private static List<List<Word>> Sentences(List<Word> words)
    {
        List<List<Word>> sentences = [[]];
        foreach (var word in words)
        {
            sentences[^1].Add(word);
            if (word.Written is "." or "!" or "?" or ";")
            {
                sentences.Add([]);
            }
        }
        sentences.RemoveAll(s => !s.Any(w => w.IsWord));
        return sentences;
    }

    private static Span Longest(List<List<Word>> sentences)
    {
        var longest = sentences.MaxBy(s => s.Count)!;
        return new(longest[0].At.Start, longest[^1].At.End - longest[0].At.Start);
    }

    // The three strongest that do not lie over each other, in the text's order.
    private static List<Span> Apart(IReadOnlyList<Span> words, string text)
    {
        var apart = new List<Span>();
        foreach (var span in words)
        {
            // What tells by the whole of a text points at nothing in it.
            if (apart.Count < 3 && (span.Length < text.Length * 2 / 3 || words.Count == 1)
                && !apart.Any(a => a.Start < span.End && span.Start < a.End))
            {
                apart.Add(span);
            }
        }
        return apart.Count == 0 && words.Count > 0 ? [words[0]] : [.. apart.OrderBy(a => a.Start)];
    }
}
