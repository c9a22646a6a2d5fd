using System.Text.Json.Serialization;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>
/// The shared purpose in one wording. It is never edited; a new wording stands beside the earlier ones.
/// </summary>
public sealed record Purpose
{
    /// <summary>This wording.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The purpose, in plain words.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
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
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>The person's agreement; null until there is one.</summary>
    [JsonIgnore]
    public Agreement? Agreement => AgreedBy is { } by
        ? new(by, AskedHow, AgreedHow ?? [], SpokenBy, AgreedOn!.Value, AgreementWrittenBy!.Value)
        : null;
}
