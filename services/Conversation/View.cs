using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>What a view is about; the numbers are those of the proto and of the table.</summary>
public enum ViewKind
{
    /// <summary>What matters, as its holder sees it.</summary>
    WhatMatters = 1,
    /// <summary>A concern that somebody other than the person voices.</summary>
    Concern = 2,
}

/// <summary>How sure whoever wrote a view down is of it; None when nobody has said.</summary>
public enum Confidence
{
    /// <summary>Nobody has said.</summary>
    None,
    /// <summary>Sure.</summary>
    Sure,
    /// <summary>Fairly sure; worth asking again.</summary>
    FairlySure,
    /// <summary>The best that could be made of it.</summary>
    NotSure,
}

/// <summary>
/// Somebody's view, attributed to them and kept as it was said. Saying it anew makes another one. Each method returns
/// what may be recorded or throws a <see cref="Problem"/>.
/// </summary>
public sealed record View
{
    private const string Observed = "observed";

    /// <summary>The view.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it is about.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The conversation in which it came up.</summary>
    public Guid? ConversationId { get; init; }
    /// <summary>The statement that this one says anew.</summary>
    public Guid? EarlierId { get; init; }
    /// <summary>What it is about, which decides who reads it.</summary>
    public ViewKind Kind { get; init; }
    /// <summary>The teams whose practitioners heard it.</summary>
    public Guid[] Teams { get; init; } = [];
    /// <summary>Its place among those recorded by the same call.</summary>
    public int Place { get; init; }
    /// <summary>What matters, in the holder's words.</summary>
    public string? Words { get; init; }
    /// <summary>Why, in the holder's words.</summary>
    public string? Why { get; init; }
    /// <summary>What was seen, described as seen.</summary>
    public string? Seen { get; init; }
    /// <summary>Whose view it is.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>A code of vocabulary/topics.tsv.</summary>
    public string? Topic { get; init; }
    /// <summary>How sure whoever wrote it down is.</summary>
    public Confidence Confidence { get; init; }
    /// <summary>The open prompt that it answers; nobody needs one.</summary>
    public string? PromptCode { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>As the caller may see it: a later statement says it anew. Not kept.</summary>
    public bool SaidAnew { get; init; }

    /// <summary>Whose view it is, and how it came.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// Words, or what was seen; what was seen is described as such and never passes for words. A concern is another's:
    /// what worries the person is what matters to them. CONTENT_MISSING, SEEN_MISSING, NOT_OBSERVED,
    /// CONCERN_IS_ANOTHERS.
    /// </summary>
    /// <param name="path">The field that holds the view, with its dot, for the refusal.</param>
    public View WithContent(string path = "")
    {
        if (Words is null && Seen is null && !How.Contains(Observed))
        {
            throw Problem.Invalid($"{path}what_matters", "CONTENT_MISSING",
                "Write down what was said, or what was seen.");
        }
        if (How.Contains(Observed) && Seen is null)
        {
            throw Problem.Invalid($"{path}seen", "SEEN_MISSING", "Describe what was seen.");
        }
        if (Seen is not null && !How.Contains(Observed))
        {
            throw Problem.Invalid($"{path}voice.how", "NOT_OBSERVED", "What was seen comes by observing.");
        }
        return Kind == ViewKind.Concern && SaidBy == Speaker.Person
            ? throw Problem.Invalid($"{path}kind", "CONCERN_IS_ANOTHERS",
                "What worries the person is what matters to them.")
            : this;
    }

    /// <summary>
    /// The same holder says it anew: a new statement that points here and keeps kind, conversation and readers.
    /// NOT_THEIR_VIEW when somebody else says it: views stand side by side, and none replaces another's.
    /// </summary>
    public View SayAnew(View next) => next.SaidBy != SaidBy
        ? throw Problem.Refused("NOT_THEIR_VIEW", "It is somebody else's view. Record this one beside it.",
            "voice.said_by")
        : (next with
        {
            PersonId = PersonId,
            ConversationId = ConversationId,
            EarlierId = Id,
            Kind = Kind,
            Teams = next.TeamId is { } team ? [.. Teams.Append(team).Distinct()] : Teams,
        }).WithContent();
}

/// <summary>Something that a person can do, or has, or who stands by them, in somebody's words.</summary>
public sealed record Strength
{
    /// <summary>The strength.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The conversation in which it came up.</summary>
    public Guid? ConversationId { get; init; }
    /// <summary>Its place among those recorded by the same call.</summary>
    public int Place { get; init; }
    /// <summary>The strength, as it was said.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);
}
