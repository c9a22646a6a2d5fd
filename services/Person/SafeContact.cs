namespace PersonalOutcomes.People;

/// <summary>How and when a person can safely be contacted, and how never.</summary>
public sealed record SafeContact
{
    /// <summary>This safe contact.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it first; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>How to reach them.</summary>
    public string? ContactHow { get; init; }
    /// <summary>When to reach them.</summary>
    public string? ContactWhen { get; init; }
    /// <summary>How they must never be contacted.</summary>
    public string? ContactNever { get; init; }
    /// <summary>When it was recorded first.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
