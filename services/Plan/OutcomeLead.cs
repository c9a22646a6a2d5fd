using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>
/// Somebody of a team leads the work on an outcome; the outcome stays the person's. The newest naming counts.
/// </summary>
public sealed record OutcomeLead
{
    /// <summary>This naming.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose the outcome is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that leads.</summary>
    public Guid TeamId { get; init; }
    /// <summary>Never: who leads is nothing about anybody's health.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>Counts the namings of an outcome from 1.</summary>
    public int Number { get; init; }
    /// <summary>Who of the team, in plain words.</summary>
    public string Who { get; init; } = "";
    /// <summary>What they are to the person, in plain words.</summary>
    public string? Role { get; init; }
    /// <summary>What they offer, in plain words.</summary>
    public string? Offer { get; init; }
    /// <summary>Who chose; null for the team's own word.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer? WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whose choice it is; null for the team's own word.</summary>
    [JsonIgnore]
    public Voice? Voice =>
        SaidBy is { } by && WrittenBy is { } writer ? new Voice(by, SaidByName, How ?? [], writer) : null;

    /// <summary>
    /// The newest naming. A team names its own where no other team leads or the one that does is going; anything else
    /// is for the person: PERSON_NOT_ASKED. SET_ASIDE for an outcome that was set aside.
    /// </summary>
    public OutcomeLead After(Outcome outcome, OutcomeLead? before, bool beforeStays, Guid? by) =>
        outcome.State == OutcomeState.SetAside
            ? throw Problem.Refused("SET_ASIDE", "It was set aside.")
        : Voice is not { IsPersons: true }
            && (TeamId != by || (before is not null && before.TeamId != by && beforeStays))
            ? throw Problem.NotInCopy("sharing", "PERSON_NOT_ASKED",
                "Ask the person who should lead, and write down who said so and how.", "voice")
        : this with { Number = (before?.Number ?? 0) + 1 };
}
