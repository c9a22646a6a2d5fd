using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>How much to expect of an entry; the numbers are those of the proto and of the table.</summary>
public enum ConversationKind
{
    /// <summary>A conversation that was given time.</summary>
    Conversation = 1,
    /// <summary>A brief note.</summary>
    Note = 2,
    /// <summary>A crisis, in which something had to be done first; the conversation is owed.</summary>
    ActFirst = 3,
}

/// <summary>What the person said to what was played back.</summary>
public enum ReflectionAnswer
{
    /// <summary>It is as they said it.</summary>
    Agreed = 1,
    /// <summary>They changed something.</summary>
    Changed = 2,
    /// <summary>They were not asked, or could not answer.</summary>
    NotAsked = 3,
}

/// <summary>
/// Somebody listened to a person: a conversation, or a brief note of one. It is recorded once and never edited. Each
/// method returns what may be recorded or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Conversation
{
    /// <summary>The conversation.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it was with.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The day, Europe/London.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>How much to expect of it.</summary>
    public ConversationKind Kind { get; init; }
    /// <summary>The teams whose practitioners took part; none for the person's own hand.</summary>
    public Guid[] Teams { get; init; } = [];
    /// <summary>Who else was there, in words.</summary>
    public string? OthersPresent { get; init; }
    /// <summary>What was said.</summary>
    public string? Words { get; init; }
    /// <summary>What was seen, described as seen.</summary>
    public string? Seen { get; init; }
    /// <summary>Listening was the whole of it; nothing is owed.</summary>
    public bool Listening { get; init; }
    /// <summary>What the conversation itself changed.</summary>
    public string? Changed { get; init; }
    /// <summary>Who said what it changed.</summary>
    public Speaker? ChangedSaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? ChangedSaidByName { get; init; }
    /// <summary>The channels through which that came.</summary>
    public string[]? ChangedHow { get; init; }
    /// <summary>Where somebody saw it differently.</summary>
    public string? Difference { get; init; }
    /// <summary>Who saw it differently.</summary>
    public Speaker? DifferenceSaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? DifferenceSaidByName { get; init; }
    /// <summary>The channels through which that came.</summary>
    public string[]? DifferenceHow { get; init; }
    /// <summary>Who wrote it all down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>In a crisis, what was done first.</summary>
    public string? Done { get; init; }
    /// <summary>After a crisis, the day by which its team owes the conversation.</summary>
    public DateOnly? DueOn { get; init; }
    /// <summary>The crisis after which this is the conversation that was owed.</summary>
    public Guid? SettlesId { get; init; }
    /// <summary>Why no conversation is owed any more; null unless it was excused.</summary>
    public string? ExcusedReason { get; init; }
    /// <summary>Whose hand excused it.</summary>
    public Writer? ExcusedBy { get; init; }
    /// <summary>The open prompt that it began with; nobody needs one.</summary>
    public string? PromptCode { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words about what it changed came from.</summary>
    public Voice? ChangedVoice =>
        ChangedSaidBy is { } by ? new(by, ChangedSaidByName, ChangedHow ?? [], WrittenBy) : null;

    /// <summary>Where the difference of view came from.</summary>
    public Voice? DifferenceVoice =>
        DifferenceSaidBy is { } by ? new(by, DifferenceSaidByName, DifferenceHow ?? [], WrittenBy) : null;

    /// <summary>
    /// One piece of content is enough, and needed: words, what was seen, or in a crisis what was done. CONTENT_MISSING.
    /// </summary>
    public Conversation WithContent() => Words is null && Seen is null && Done is null
        ? throw Problem.Invalid("what_was_said", "CONTENT_MISSING", "Write down what was said, or what was seen.")
        : this;

    /// <summary>
    /// Who acts first owes the conversation: by the day that is given, or that the agency's rule gives. Nothing else
    /// ever owes one. NOT_A_CRISIS, NO_TEAM_OWES, WORDS_MISSING, CRISIS_SETTLES_NOTHING, DAY_TOO_EARLY.
    /// </summary>
    /// <param name="days">The rule: so many days after the crisis.</param>
    public Conversation Owing(int days)
    {
        if (Kind != ConversationKind.ActFirst)
        {
            return Done is null && DueOn is null
                ? this
                : throw Problem.Invalid(Done is null ? "conversation_due_on" : "what_was_done", "NOT_A_CRISIS",
                    "Only after a crisis a conversation is owed.");
        }
        if (WrittenBy != Writer.Practitioner)
        {
            throw Problem.Invalid("kind", "NO_TEAM_OWES", "What you tell by yourself, nobody owes you a talk for.");
        }
        if (Done is null)
        {
            throw Problem.Invalid("what_was_done", "WORDS_MISSING", "Say what was done first.");
        }
        if (SettlesId is not null)
        {
            throw Problem.Invalid("settles_conversation_id", "CRISIS_SETTLES_NOTHING",
                "Another crisis is not the conversation that is owed.");
        }
        return DueOn < HappenedOn
            ? throw Problem.Invalid("conversation_due_on", "DAY_TOO_EARLY", "It can't be owed before the crisis.")
            : this with { DueOn = DueOn ?? HappenedOn.AddDays(days) };
    }

    /// <summary>
    /// This is the conversation that is owed after that crisis. NOTHING_OWED unless one is, and by a team that took
    /// part in this; DAY_TOO_EARLY before the crisis.
    /// </summary>
    public Conversation Settles(Conversation crisis) => crisis.Kind != ConversationKind.ActFirst
        || crisis.TeamId is not { } team || !Teams.Contains(team)
        ? throw Problem.Refused("NOTHING_OWED", "No team that took part owes a conversation for that.",
            "settles_conversation_id")
        : HappenedOn < crisis.HappenedOn
        ? throw Problem.Invalid("happened_on", "DAY_TOO_EARLY", "What is owed comes after the crisis.")
        : this;

    /// <summary>
    /// The conversation after this crisis is not owed any more. NOTHING_OWED; OTHERS_OWE_IT to another team: it is for
    /// the person to let it be, or the team that owes it.
    /// </summary>
    public Conversation Excuse(string reason, bool stillOwed, Guid? team, Writer by) =>
        !stillOwed ? throw Problem.Refused("NOTHING_OWED", "No conversation is owed for that.", "conversation_id")
        : by == Writer.Practitioner && team != TeamId
        ? throw Problem.Refused("OTHERS_OWE_IT", "Another team owes this conversation.", "conversation_id")
        : this with { ExcusedReason = reason, ExcusedBy = by };

    /// <summary>
    /// Something is played back to the person. DAY_TOO_EARLY before the conversation; WORDS_MISSING when a change is
    /// not described; NOTHING_CHANGED when one is described that the answer does not tell of.
    /// </summary>
    public Reflection PlayBack(Reflection reflection)
    {
        var day = reflection.HappenedOn ?? HappenedOn;
        if (day < HappenedOn)
        {
            throw Problem.Invalid("happened_on", "DAY_TOO_EARLY", "It can't have been played back before it was said.");
        }
        return (reflection.Answer, reflection.Changed) switch
        {
            (ReflectionAnswer.Changed, null) =>
                throw Problem.Invalid("what_they_changed", "WORDS_MISSING", "Say what they changed."),
            (not ReflectionAnswer.Changed, not null) =>
                throw Problem.Invalid("what_they_changed", "NOTHING_CHANGED", "The answer does not say that they did."),
            _ => reflection with { ConversationId = Id, PersonId = PersonId, HappenedOn = day },
        };
    }
}

/// <summary>What was heard, played back to the person, with what they said to that.</summary>
public sealed record Reflection
{
    /// <summary>The reflecting back.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it was with.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The conversation that was played back.</summary>
    public Guid ConversationId { get; init; }
    /// <summary>The day; null until the conversation gives its own.</summary>
    public DateOnly? HappenedOn { get; init; }
    /// <summary>What was played back.</summary>
    public string PlayedBack { get; init; } = "";
    /// <summary>What they said to that.</summary>
    public ReflectionAnswer Answer { get; init; }
    /// <summary>What they changed.</summary>
    public string? Changed { get; init; }
    /// <summary>Who answered; null when nobody was asked.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which the answer came.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the answer came from; null when nobody was asked.</summary>
    public Voice? Voice => SaidBy is { } by ? new(by, SaidByName, How ?? [], WrittenBy) : null;
}
