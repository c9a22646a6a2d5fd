namespace PersonalOutcomes.People;

/// <summary>How a person best understands and is understood, in the words the person uses.</summary>
public sealed record CommunicationNeeds
{
    /// <summary>These needs.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose they are.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded them first; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>How they best understand what others say.</summary>
    public string? UnderstandsBest { get; init; }
    /// <summary>How they best make themselves understood.</summary>
    public string? IsUnderstoodBest { get; init; }
    /// <summary>The interpreter they need, and for what.</summary>
    public string? Interpreter { get; init; }
    /// <summary>What helps.</summary>
    public string? Aids { get; init; }
    /// <summary>When it was recorded first.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
