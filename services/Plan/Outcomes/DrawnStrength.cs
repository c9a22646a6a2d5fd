namespace PersonalOutcomes.Plans;

/// <summary>An outcome draws on a strength of the person, until that is taken back.</summary>
public sealed record DrawnStrength
{
    /// <summary>This drawing.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose both are.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Never: it names a strength and tells nothing of it.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>The strength; its words are Conversation's.</summary>
    public Guid StrengthId { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    /// <summary>Whether it stood at that time.</summary>
    public bool Stood(DateTimeOffset at) => RecordedAt <= at && !(TakenBackAt <= at);
}
