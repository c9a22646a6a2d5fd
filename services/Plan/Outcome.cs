using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>Where an outcome stands; the numbers are those of the proto and of the table.</summary>
public enum OutcomeState
{
    /// <summary>Said, and waiting for the person's agreement.</summary>
    Proposed = 1,
    /// <summary>Agreed by the person, or by whoever may speak for them.</summary>
    Agreed = 2,
    /// <summary>Set aside.</summary>
    SetAside = 3,
    /// <summary>It cannot be achieved, and the person was told; it matters as before.</summary>
    CannotBeAchieved = 4,
}

/// <summary>Whether an outcome is about keeping, getting back or changing; None when nobody has said.</summary>
public enum Direction
{
    /// <summary>Nobody has said.</summary>
    None,
    /// <summary>To keep what there is.</summary>
    Keep,
    /// <summary>To get back what there was.</summary>
    GetBack,
    /// <summary>To change something.</summary>
    Change,
}

/// <summary>Who agreed an outcome.</summary>
public enum AgreedBy
{
    /// <summary>The person.</summary>
    Person = 1,
    /// <summary>A representative with this in their scope.</summary>
    Representative = 2,
    /// <summary>The person could not say; the channels and whoever spoke stand beside it.</summary>
    CouldNotSay = 3,
}

/// <summary>The person's agreement: who, how it was asked, through which channels, who wrote it down.</summary>
public sealed record Agreement(
    AgreedBy By, string? AskedHow, string[] How, string? SpokenBy, DateOnly On, Writer WrittenBy);

/// <summary>Whose an outcome is.</summary>
public enum Whose
{
    /// <summary>The person's.</summary>
    Person = 1,
    /// <summary>A carer's own.</summary>
    Carer = 2,
}

/// <summary>Why there are no words of the person's; None when there are.</summary>
public enum WhyNoWords
{
    /// <summary>There are words.</summary>
    None,
    /// <summary>They were told, and said nothing to it.</summary>
    SaidNothing,
    /// <summary>They were told, and could not say anything to it.</summary>
    CouldNotSay,
}

/// <summary>That an outcome cannot be achieved: why, who told the person, how and when, and what they said.</summary>
public sealed record CannotBeAchieved(string Reason, string ToldBy, string ToldHow, DateOnly ToldOn, string? Said,
    Voice? Voice, WhyNoWords WhyNoWords, DateTimeOffset RecordedAt);

/// <summary>
/// Something that matters in a person's life, and its whole life here: proposed, agreed, revised, set aside, or said to
/// be beyond reach.
/// It is the person's; no agency owns one. Each method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Outcome
{
    /// <summary>The outcome.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>Where it stands.</summary>
    public OutcomeState State { get; init; }
    /// <summary>What matters, in the words in which it was said.</summary>
    public string Statement { get; init; } = "";
    /// <summary>Why it matters, in the words in which it was said.</summary>
    public string? Why { get; init; }
    /// <summary>Keeping, getting back or changing.</summary>
    public Direction Direction { get; init; }
    /// <summary>Who said the statement.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part, when neither the person nor a practitioner.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>The view or conversation that the words came from.</summary>
    public Guid? SourceId { get; init; }
    /// <summary>Who agreed; null until somebody did.</summary>
    public AgreedBy? AgreedBy { get; init; }
    /// <summary>How it was asked.</summary>
    public string? AskedHow { get; init; }
    /// <summary>The channels through which the agreement came.</summary>
    public string[]? AgreedHow { get; init; }
    /// <summary>Who spoke for the person.</summary>
    public string? SpokenBy { get; init; }
    /// <summary>The day on which it was agreed.</summary>
    public DateOnly? AgreedOn { get; init; }
    /// <summary>Who wrote the agreement down.</summary>
    public Writer? AgreementWrittenBy { get; init; }
    /// <summary>Why it was set aside.</summary>
    public string? SetAsideReason { get; init; }
    /// <summary>Why it cannot be achieved; null unless that was said.</summary>
    public string? CannotReason { get; init; }
    /// <summary>Who told the person.</summary>
    public string? ToldBy { get; init; }
    /// <summary>How they were told.</summary>
    public string? ToldHow { get; init; }
    /// <summary>The day on which they were told.</summary>
    public DateOnly? ToldOn { get; init; }
    /// <summary>What they said to it.</summary>
    public string? ToldSaid { get; init; }
    /// <summary>Whose words these are.</summary>
    public Speaker? ToldSaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? ToldSaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[]? ToldSaidHow { get; init; }
    /// <summary>Who wrote these words down.</summary>
    public Writer? ToldWrittenBy { get; init; }
    /// <summary>Why there are no words of theirs.</summary>
    public WhyNoWords WhyNoWords { get; init; }
    /// <summary>When it was recorded that it cannot be achieved.</summary>
    public DateTimeOffset? CannotRecordedAt { get; init; }
    /// <summary>Whose it is.</summary>
    public Whose Whose { get; init; } = Whose.Person;
    /// <summary>Which carer, when it is a carer's own.</summary>
    public string? CarerName { get; init; }
    /// <summary>A code of Conversation's topics; null while nobody has given one.</summary>
    public string? Topic { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the statement came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>That it cannot be achieved; null unless that was said.</summary>
    [JsonIgnore]
    public CannotBeAchieved? CannotBeAchieved => CannotReason is { } reason
        ? new(reason, ToldBy!, ToldHow!, ToldOn!.Value, ToldSaid,
            ToldSaidBy is { } by ? new(by, ToldSaidByName, ToldSaidHow ?? [], ToldWrittenBy!.Value) : null,
            WhyNoWords, CannotRecordedAt!.Value)
        : null;

    /// <summary>The person's agreement; null until there is one.</summary>
    [JsonIgnore]
    public Agreement? Agreement => AgreedBy is { } by
        ? new(by, AskedHow, AgreedHow ?? [], SpokenBy, AgreedOn!.Value, AgreementWrittenBy!.Value)
        : null;

    /// <summary>The person agrees. NOT_PROPOSED unless it waits for agreement.</summary>
    public Outcome Agree(Agreement agreement, bool health) => State != OutcomeState.Proposed
        ? throw Problem.Refused("NOT_PROPOSED", "It is not waiting for agreement.")
        : this with
        {
            State = OutcomeState.Agreed,
            Version = Version + 1,
            AgreedBy = agreement.By,
            AskedHow = agreement.AskedHow,
            AgreedHow = agreement.How,
            SpokenBy = agreement.SpokenBy,
            AgreedOn = agreement.On,
            AgreementWrittenBy = agreement.WrittenBy,
            HealthAuthored = HealthAuthored || health,
        };

    /// <summary>
    /// A new statement, which waits for agreement again. SET_ASIDE for one that was set aside; CANNOT_BE_ACHIEVED for
    /// one of which that was said, since it was said of these words.
    /// </summary>
    public Outcome Revise(
        string statement, string? why, Voice voice, Guid? team, bool health, DateTimeOffset now) =>
        State == OutcomeState.SetAside
            ? throw Problem.Refused("SET_ASIDE", "It was set aside.")
            : State == OutcomeState.CannotBeAchieved
            ? throw Problem.Refused("CANNOT_BE_ACHIEVED", "It was said that these words cannot come true.")
            : this with
            {
                State = OutcomeState.Proposed,
                Version = Version + 1,
                TeamId = team,
                // Once a health body has put something into words here, earlier states hold them too.
                HealthAuthored = HealthAuthored || health,
                Statement = statement,
                Why = why,
                SaidBy = voice.SaidBy,
                SaidByName = voice.SaidByName,
                How = voice.How,
                WrittenBy = voice.WrittenBy,
                AgreedBy = null,
                AskedHow = null,
                AgreedHow = null,
                SpokenBy = null,
                AgreedOn = null,
                AgreementWrittenBy = null,
                RecordedAt = now,
            };

    /// <summary>Set aside, with the reason. SET_ASIDE when it already is.</summary>
    public Outcome SetAside(string reason, bool health) => State == OutcomeState.SetAside
        ? throw Problem.Refused("SET_ASIDE", "It was set aside already.")
        : this with
        {
            State = OutcomeState.SetAside,
            Version = Version + 1,
            SetAsideReason = reason,
            HealthAuthored = HealthAuthored || health,
        };

    /// <summary>
    /// It cannot be achieved, and the person was told. SET_ASIDE for one that was set aside; CANNOT_BE_ACHIEVED when it
    /// was said already, so that what the person said to it is never written over.
    /// </summary>
    public Outcome SayCannotBeAchieved(CannotBeAchieved said, bool health) => State switch
    {
        OutcomeState.SetAside => throw Problem.Refused("SET_ASIDE", "It was set aside."),
        OutcomeState.CannotBeAchieved => throw Problem.Refused("CANNOT_BE_ACHIEVED", "It was said already."),
        _ => Telling(said) with
        {
            State = OutcomeState.CannotBeAchieved,
            HealthAuthored = HealthAuthored || health,
        },
    };

    /// <summary>Proposed or agreed again, as it was. NOT_SAID unless it stands that it cannot be achieved.</summary>
    public Outcome TakeBackCannotBeAchieved() => State != OutcomeState.CannotBeAchieved
        ? throw Problem.Refused("NOT_SAID", "Nobody says that it cannot be achieved.")
        : Telling(null) with { State = AgreedBy is null ? OutcomeState.Proposed : OutcomeState.Agreed };

    /// <summary>Given its topic, or null to take it off; the words and the agreement stay as they are.</summary>
    public Outcome GiveTopic(string? topic) => this with { Version = Version + 1, Topic = topic };

    private Outcome Telling(CannotBeAchieved? said) => this with
    {
        Version = Version + 1,
        CannotReason = said?.Reason,
        ToldBy = said?.ToldBy,
        ToldHow = said?.ToldHow,
        ToldOn = said?.ToldOn,
        ToldSaid = said?.Said,
        ToldSaidBy = said?.Voice?.SaidBy,
        ToldSaidByName = said?.Voice?.SaidByName,
        ToldSaidHow = said?.Voice?.How,
        ToldWrittenBy = said?.Voice?.WrittenBy,
        WhyNoWords = said?.WhyNoWords ?? WhyNoWords.None,
        CannotRecordedAt = said?.RecordedAt,
    };
}

/// <summary>What an outcome said before it was revised.</summary>
public sealed record EarlierStatement
{
    /// <summary>This statement.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>What mattered.</summary>
    public string Statement { get; init; } = "";
    /// <summary>Why it mattered.</summary>
    public string? Why { get; init; }
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);
}
