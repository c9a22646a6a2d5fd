using PersonalOutcomes.Callers;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Reviews;

/// <summary>How things were, between two reviews: a day and some words, and no rating.</summary>
public sealed record CheckIn
{
    /// <summary>The check-in.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it was with.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome that it was about, which Plan owns; null for none in particular.</summary>
    public Guid? OutcomeId { get; init; }
    /// <summary>The day, Europe/London.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>What was said.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>How things moved.</summary>
    public Travel Travel { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// When the person died, what they said before can be written down, and others may tell of them after. PERSON_DIED.
    /// </summary>
    public CheckIn Given(Death? death, Role by)
    {
        Death.RequireOthers(death, by);
        return HappenedOn > death?.DiedOn && SaidBy == Speaker.Person
            ? throw Death.Refused("said.voice.said_by") : this;
    }
}
