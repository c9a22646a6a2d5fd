namespace PersonalOutcomes.Plans.Recording;

/// <summary>What is being written. The numbers are those of the proto's <c>DraftSort</c>.</summary>
internal enum DraftSort
{
    /// <summary>A note of a conversation, or of anything else.</summary>
    Note = 1,
    /// <summary>The statement of an outcome.</summary>
    Outcome = 2,
    /// <summary>A plan: what will be done about it.</summary>
    Plan = 3,
    /// <summary>How it went.</summary>
    Review = 4,
}

/// <summary>
/// What the lens looks for: the four core criteria, then the minimum notes. The numbers are those of the proto's
/// <c>Aspect</c>.
/// </summary>
internal enum Aspect
{
    /// <summary>An outcome, not just an output.</summary>
    Outcome = 1,
    /// <summary>It is about this person.</summary>
    Personalised = 2,
    /// <summary>What the person and their family do towards it.</summary>
    Contribution = 3,
    /// <summary>The person's voice.</summary>
    Voice = 4,
    /// <summary>What matters, and why.</summary>
    MattersAndWhy = 5,
    /// <summary>How to work towards it.</summary>
    How = 6,
    /// <summary>Who, when and where.</summary>
    WhoWhenWhere = 7,
    /// <summary>How far it was reached.</summary>
    Extent = 8,
    /// <summary>What came of it that nobody meant.</summary>
    Unintended = 9,
    /// <summary>What helps.</summary>
    Helps = 10,
    /// <summary>What hinders.</summary>
    Hinders = 11,
    /// <summary>Whether the plan needs to change.</summary>
    PlanChange = 12,
}

/// <summary>How one of them stands in a draft. The numbers are those of the proto's <c>Standing</c>.</summary>
internal enum Standing
{
    /// <summary>It is there.</summary>
    Met = 1,
    /// <summary>Some of it is there.</summary>
    Partly = 2,
    /// <summary>It is not there. Never said of what is short, or of listening.</summary>
    Missing = 3,
    /// <summary>It was not looked for, or is not owed.</summary>
    NotLookedAt = 4,
}

/// <summary>Words that somebody is writing. <paramref name="OwnWords"/>: they are the person's own.</summary>
internal sealed record Draft(
    string Text, DraftSort Sort = DraftSort.Note, bool Listening = false, bool OwnWords = false);

/// <summary>How an aspect stands, where the words are that decided it, and at most one kind suggestion.</summary>
internal sealed record Finding(Aspect Aspect, Standing Standing, IReadOnlyList<Span> Deciding, string Suggestion);

/// <summary>How long the sentences of a long draft are, and the longest of them.</summary>
internal sealed record Readability(int Words, int Sentences, Span Longest);

/// <summary>What the lens says about a draft. The person's own words are shown as that, and nothing else.</summary>
internal sealed record Reading(
    bool OwnWords, IReadOnlyList<Finding> Findings, IReadOnlyList<JargonFound> Jargon,
    Readability? Readability);

/// <summary>What a statement is: an outcome or an output, about whom, in whose voice, in whose words.</summary>
internal sealed record Statement(
    Judgement Outcome, Judgement Personalised, Judgement Voice, IReadOnlyList<JargonFound> Jargon)
{
    /// <summary>Asked of outcomes: an output is about nobody in particular, whatever name stands in it.</summary>
    public bool IsPersonalised => Outcome.Yes && Personalised.Yes;
}
