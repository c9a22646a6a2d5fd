using System.Text.Json;
using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>How a risk is judged; the numbers are those of the proto and of the table.</summary>
public enum Judgement
{
    /// <summary>It is reasonable and moderate.</summary>
    ReasonableAndModerate = 1,
    /// <summary>It is not.</summary>
    NotReasonableAndModerate = 2,
}

/// <summary>What somebody else said to a risk decision: who, whether they agree, and their words.</summary>
public sealed record OtherSay(string Who, bool Agrees, string? Words);

/// <summary>
/// What a person does, or wants to do, though it may go wrong, weighed against what they would lose by stopping. It is
/// in force from when it is recorded until it is ended or replaced: no step of approval stands between. Each method
/// returns what may be recorded or throws a <see cref="Problem"/>.
/// </summary>
public sealed record RiskDecision
{
    /// <summary>The decision.</summary>
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
    /// <summary>The first of those that replaced one another; itself when it replaces none.</summary>
    public Guid FirstId { get; init; }
    /// <summary>Counts those that replaced one another from 1, hidden ones too; never leaves the service.</summary>
    public int Number { get; init; }
    /// <summary>What the person wants to do or to go on doing, as it was said.</summary>
    public string Wants { get; init; } = "";
    /// <summary>The outcome that it serves.</summary>
    public Guid? OutcomeId { get; init; }
    /// <summary>One column: what could go wrong.</summary>
    public string[] CouldGoWrong { get; init; } = [];
    /// <summary>The other column: what the person would lose by stopping.</summary>
    public string[] LostByStopping { get; init; } = [];
    /// <summary>Whether the risk is reasonable and moderate.</summary>
    public Judgement Judgement { get; init; }
    /// <summary>Why it is judged so.</summary>
    public string Reasons { get; init; } = "";
    /// <summary>What makes it safer.</summary>
    public string[] SaferBy { get; init; } = [];
    /// <summary>What others said to it, as it lies in the table.</summary>
    public string OthersJson { get; init; } = "[]";
    /// <summary>The role in an organisation that stands behind the worker.</summary>
    public string? SupportedByRole { get; init; }
    /// <summary>The day by which it is to be looked at again.</summary>
    public DateOnly ReviewOn { get; init; }
    /// <summary>Who said what the person wants.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part, when neither the person nor a practitioner.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>Who agreed.</summary>
    public AgreedBy AgreedBy { get; init; }
    /// <summary>How it was asked.</summary>
    public string? AskedHow { get; init; }
    /// <summary>The channels through which the agreement came.</summary>
    public string[] AgreedHow { get; init; } = [];
    /// <summary>Who spoke for the person.</summary>
    public string? SpokenBy { get; init; }
    /// <summary>The day on which it was agreed.</summary>
    public DateOnly AgreedOn { get; init; }
    /// <summary>Who wrote the agreement down.</summary>
    public Writer AgreementWrittenBy { get; init; }
    /// <summary>Why it was ended.</summary>
    public string? EndedReason { get; init; }
    /// <summary>What was learnt.</summary>
    public string? Learnt { get; init; }
    /// <summary>When it was ended; null while nobody has.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>The person's agreement.</summary>
    [JsonIgnore]
    public Agreement Agreement => new(AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy);

    /// <summary>What others said to it, whoever does not agree among them.</summary>
    [JsonIgnore]
    public IReadOnlyList<OtherSay> Others => JsonSerializer.Deserialize<OtherSay[]>(OthersJson)!;

    /// <summary>The same with what others said.</summary>
    public RiskDecision WithOthers(IReadOnlyCollection<OtherSay> others) =>
        this with { OthersJson = JsonSerializer.Serialize(others) };

    /// <summary>
    /// What could go wrong never stands without what would be lost, nor the other way round. WORDS_MISSING,
    /// RISK_WITH_ONE_COLUMN.
    /// </summary>
    public RiskDecision WithBothColumns() => (CouldGoWrong.Length, LostByStopping.Length) switch
    {
        (0, 0) => throw Problem.Invalid("decision.could_go_wrong", "WORDS_MISSING", "Some words are needed here."),
        (0, _) => throw OneColumn("could_go_wrong", "Say what could go wrong as well."),
        (_, 0) => throw OneColumn("lost_by_stopping", "Say what the person would lose by stopping as well."),
        _ => this,
    };

    /// <summary>
    /// Whether another one of these, which are those that the viewer sees, counts in its place: what nobody may see
    /// replaces nothing for them.
    /// </summary>
    public bool IsReplacedAmong(IEnumerable<RiskDecision> seen) =>
        seen.Any(r => r.FirstId == FirstId && r.Number > Number);

    /// <summary>Whether it counts, for a viewer who sees these.</summary>
    public bool IsInForceAmong(IEnumerable<RiskDecision> seen) => EndedAt is null && !IsReplacedAmong(seen);

    /// <summary>A new one in its place. NOT_IN_FORCE.</summary>
    /// <param name="next">What is decided now.</param>
    /// <param name="seen">Those that the caller sees.</param>
    /// <param name="newest">The highest number of those that replaced one another, whoever may see it.</param>
    public RiskDecision Replace(RiskDecision next, IEnumerable<RiskDecision> seen, int newest) =>
        IsInForceAmong(seen) ? next with { FirstId = FirstId, Number = newest + 1 } : throw NotInForce();

    /// <summary>No longer in force. NOT_IN_FORCE.</summary>
    public RiskDecision End(
        string reason, string? learnt, bool health, IEnumerable<RiskDecision> seen, DateTimeOffset now) =>
        IsInForceAmong(seen)
            ? this with
            {
                Version = Version + 1,
                EndedReason = reason,
                Learnt = learnt,
                EndedAt = now,
                // From now on it holds a health body's words.
                HealthAuthored = HealthAuthored || health,
            }
            : throw NotInForce();

    private static Problem OneColumn(string field, string words) =>
        Problem.Invalid($"decision.{field}", "RISK_WITH_ONE_COLUMN", words);

    private static Problem NotInForce() =>
        Problem.Refused("NOT_IN_FORCE", "It was ended, or another one counts in its place.", "risk_decision_id");
}
