using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>The person's own part in an outcome, as they put it. The newest counts, and none is ever changed.</summary>
public sealed record ChosenRole
{
    /// <summary>This choice.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>Their part, in the words in which it was said.</summary>
    public string Words { get; init; } = "";
    /// <summary>What it comes to: a code of vocabulary/roles.tsv; null when nobody gave one.</summary>
    public string? Code { get; init; }
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

    /// <summary>Whose words they are.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// Their part in this outcome. PERSON_NOT_ASKED unless the person says so, or who may speak for them; SET_ASIDE for
    /// an outcome that was set aside.
    /// </summary>
    public ChosenRole In(Outcome outcome) =>
        Voice is not ({ IsPersons: true } or { SaidBy: Speaker.Representative })
            ? throw Problem.Refused("PERSON_NOT_ASKED",
                "Ask the person what part they want in it, and write down who said so and how.", "voice")
        : outcome.State == OutcomeState.SetAside
            ? throw Problem.Refused("SET_ASIDE", "It was set aside.")
        : this with { OutcomeId = outcome.Id };
}
