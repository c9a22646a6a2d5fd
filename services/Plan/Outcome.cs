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

/// <summary>
/// Something that matters in a person's life, and its whole life here: proposed, agreed, revised, set aside.
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
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the statement came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

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

    /// <summary>A new statement, which waits for agreement again. SET_ASIDE for one that was set aside.</summary>
    public Outcome Revise(
        string statement, string? why, Voice voice, Guid? team, bool health, DateTimeOffset now) =>
        State == OutcomeState.SetAside
            ? throw Problem.Refused("SET_ASIDE", "It was set aside.")
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
