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
    /// <summary>Who said so for this person; null until somebody did.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote that down.</summary>
    public Writer? WrittenBy { get; init; }
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
    /// <summary>The other one has said so too.</summary>
    [JsonIgnore]
    public bool OtherSaid { get; init; }
    /// <summary>The other record, where the caller may see it.</summary>
    [JsonIgnore]
    public Guid? OtherPersonId { get; init; }

    /// <summary>This person's own word; null until it was given.</summary>
    [JsonIgnore]
    public Voice? Voice => SaidBy is { } by ? new(by, SaidByName, How ?? [], WrittenBy!.Value) : null;

    /// <summary>The person wants it, or whoever acts for them; without a word it stays as it is.</summary>
    public CarerLink Hear(Voice? word) => word is null ? this : this with
    {
        SaidBy = word.SaidBy,
        SaidByName = word.SaidByName,
        How = word.How,
        WrittenBy = word.WrittenBy,
    };

    /// <summary>
    /// The two wanted it in one call or one after the other. ALREADY_LINKED when nobody says so who had not.
    /// </summary>
    public static (CarerLink Own, CarerLink Other) Complete(
        CarerLink own, CarerLink other, Voice? ownWord, Voice? otherWord)
    {
        var heard = (Own: own.SaidBy is null ? own.Hear(ownWord) : own,
            Other: other.SaidBy is null ? other.Hear(otherWord) : other);
        return heard == (own, other)
            ? throw Problem.Refused("ALREADY_LINKED", "It is recorded already that they care for them.",
                "carer_person_id")
            : heard;
    }

    /// <summary>
    /// The word of one of the two: their own voice, or that of whoever acts for them. NOT_THEIR_WORD for any other.
    /// </summary>
    public static Voice Word(Voice voice, string path) => voice.IsPersons || voice.SaidBy == Speaker.Representative
        ? voice
        : throw Problem.Refused("NOT_THEIR_WORD", "Only the two themselves want it, or who acts for them.",
            voice.SaidBy == Speaker.Person ? $"{path}.how" : $"{path}.said_by");
}
