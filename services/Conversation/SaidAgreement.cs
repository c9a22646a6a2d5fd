using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>Whether the views on a topic agree; the numbers are those of the proto and of the table.</summary>
public enum Agreement
{
    /// <summary>They agree.</summary>
    Agreed = 1,
    /// <summary>They differ.</summary>
    Different = 2,
}

/// <summary>
/// That somebody said whether the views on a topic agree. It is said and never worked out, and a later one stands
/// beside it.
/// </summary>
public sealed record SaidAgreement
{
    /// <summary>What was said.</summary>
    public Guid Id { get; init; }
    /// <summary>About whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>A code of vocabulary/topics.tsv.</summary>
    public string Topic { get; init; } = "";
    /// <summary>Whether they agree.</summary>
    public Agreement Answer { get; init; }
    /// <summary>What is agreed, or where they differ, as it was said.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// Of what was said on one topic, the newest first: the newest, and each dissent on which its own voice has said
    /// nothing since. What another says takes nobody's dissent away.
    /// </summary>
    public static IEnumerable<SaidAgreement> Standing(IReadOnlyList<SaidAgreement> said) => said.Where((s, at) =>
        at == 0 || (s.Answer == Agreement.Different && !said.Take(at).Any(later => later.IsFrom(s))));

    // Nobody speaks in the person's stead. Practitioners have seldom a name here: those of one team are one voice.
    private bool IsFrom(SaidAgreement earlier) => SaidBy == earlier.SaidBy && (SaidBy == Speaker.Person
        ? Voice.IsPersons || !earlier.Voice.IsPersons
        : SaidByName is null && earlier.SaidByName is null
        ? TeamId == earlier.TeamId
        : string.Equals(SaidByName, earlier.SaidByName, StringComparison.OrdinalIgnoreCase));
}
