using System.Text.Json.Serialization;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>That the person agreed to the plan as they were shown it; never changed, and the newest counts.</summary>
public sealed record PlanAgreement
{
    /// <summary>This agreement.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The version that they were shown, by its time. Told to nobody else: each has their own.</summary>
    public DateTimeOffset VersionAt { get; init; }
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
    /// <summary>Who wrote it down.</summary>
    public Writer AgreementWrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The person's agreement.</summary>
    [JsonIgnore]
    public Agreement Agreement => new(AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy);
}
