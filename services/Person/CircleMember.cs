namespace PersonalOutcomes.People;

/// <summary>Somebody around a person.</summary>
public sealed record CircleMember
{
    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose circle it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Who they are.</summary>
    public string Name { get; init; } = "";
    /// <summary>Who they are to the person, in the person's words.</summary>
    public string Relation { get; init; } = "";
    /// <summary>The person has said that they may be told.</summary>
    public bool MayBeTold { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When they were taken out; null while they stand in the circle.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
}
