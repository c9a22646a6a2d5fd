using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>Where a choice or proposal stands; the numbers are those of the table.</summary>
public enum LeadState
{
    /// <summary>Waiting for a second team's agreement.</summary>
    Proposed = 1,
    /// <summary>Chosen by the person, or agreed by a second team; it leads for as long as it is involved.</summary>
    Settled = 2,
    /// <summary>Another came after it.</summary>
    Overtaken = 3,
}

/// <summary>
/// That a team leads among those who are involved, or should: chosen by the person, or proposed by one team and agreed
/// by another. Each method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record LeadTeam
{
    /// <summary>This choice or proposal.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that leads, or should.</summary>
    public Guid TeamId { get; init; }
    /// <summary>Never: who leads is nothing about anybody's health.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>Where it stands.</summary>
    public LeadState State { get; init; }
    /// <summary>The team that proposed it; null for the person's choice.</summary>
    public Guid? ProposedByTeamId { get; init; }
    /// <summary>The issuer of the sign-in of whoever recorded it.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>Why it was proposed.</summary>
    public string? Reason { get; init; }
    /// <summary>The team that agreed.</summary>
    public Guid? AgreedByTeamId { get; init; }
    /// <summary>What the person said, when it is their choice.</summary>
    public string? Said { get; init; }
    /// <summary>Who said so; null for a proposal.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer? WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was chosen or agreed.</summary>
    public DateTimeOffset? SettledAt { get; init; }
    /// <summary>Whether the team is still involved as it was when this was settled; asked with each reading.</summary>
    public bool StillInvolved { get; init; }

    /// <summary>The person's voice; null for a proposal.</summary>
    [JsonIgnore]
    public Voice? Voice =>
        SaidBy is { } by && WrittenBy is { } writer ? new Voice(by, SaidByName, How ?? [], writer) : null;

    /// <summary>The person's choice, which counts at once.</summary>
    public LeadTeam Choose() => this with { Version = 1, State = LeadState.Settled, SettledAt = RecordedAt };

    /// <summary>
    /// A proposal beside who leads now. PERSONS_CHOICE while that is the person's; LEADS_ALREADY; SECOND_TEAM_NEEDED
    /// when nobody could agree.
    /// </summary>
    public LeadTeam Propose(LeadTeam? leading) =>
        leading is { Voice: not null }
            ? throw Problem.Refused("PERSONS_CHOICE", "The person chose who leads, and only they change that.")
        : leading?.TeamId == TeamId
            ? throw Problem.Refused("LEADS_ALREADY", "That team leads already.", "team_id")
        : leading is null && ProposedByTeamId == TeamId
            ? throw Problem.Refused("SECOND_TEAM_NEEDED",
                "Nobody leads who could agree. Another team proposes yours, or the person chooses.", "team_id")
        : this with { Version = 1, State = LeadState.Proposed };

    /// <summary>
    /// A second team agrees: the proposed one, or where it proposed itself, the one that leads. NOT_PROPOSED,
    /// NOT_YOURS_TO_AGREE, SECOND_PERSON_NEEDED.
    /// </summary>
    public LeadTeam Agree(LeadTeam? leading, Guid? team, string issuer, string subject, DateTimeOffset now) =>
        State != LeadState.Proposed
            ? throw Problem.Refused("NOT_PROPOSED", "It no longer waits for agreement.")
        : team != (ProposedByTeamId == TeamId ? leading?.TeamId : TeamId)
            ? throw Problem.Refused("NOT_YOURS_TO_AGREE", "It needs another team's agreement.")
        : (issuer, subject) == (Issuer, Subject)
            ? throw Problem.Refused("SECOND_PERSON_NEEDED", "Somebody else than who proposed it agrees.")
        : this with { Version = Version + 1, State = LeadState.Settled, AgreedByTeamId = team, SettledAt = now };

    /// <summary>Another came after it.</summary>
    public LeadTeam Overtake() => this with { Version = Version + 1, State = LeadState.Overtaken };
}
