using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.People;

/// <summary>
/// That one person cares for another, as it stands on the record of one of the two. Each method returns what may be
/// recorded or throws a <see cref="Problem"/>.
/// </summary>
public sealed record CarerLink
{
    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>On whose record it stands.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The same on both records; never leaves the service.</summary>
    public Guid LinkId { get; init; }
    /// <summary>Who the other one is, by the circle of this person.</summary>
    public Guid CircleMemberId { get; init; }
    /// <summary>True where this person is the carer; false where they are cared for.</summary>
    public bool Cares { get; init; }
    /// <summary>Who said so for this person.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote that down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When this person, or whoever acts for them, ended it; null while they have not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What this person's circle calls the other one; like all below as the caller may see it.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";
    /// <summary>Who the other one is to this person, in the person's words.</summary>
    [JsonIgnore]
    public string Relation { get; init; } = "";
    /// <summary>The other record, where the caller may see it.</summary>
    [JsonIgnore]
    public Guid? OtherPersonId { get; init; }

    /// <summary>This person's own word.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// The word of one of the two: their own voice, or that of whoever acts for them. NOT_THEIR_WORD for any other.
    /// </summary>
    public static Voice Word(Voice voice, string path) => voice.IsPersons || voice.SaidBy == Speaker.Representative
        ? voice
        : throw Problem.Refused("NOT_THEIR_WORD", "Only the two themselves want it, or who acts for them.",
            voice.SaidBy == Speaker.Person ? $"{path}.how" : $"{path}.said_by");
}
