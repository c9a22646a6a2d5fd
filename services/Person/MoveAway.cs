using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

/// <summary>
/// That a person moves away, and the last day on which they are supported here. Their record is kept. Each method
/// returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record MoveAway
{
    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>Who moves.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The agency of the team that recorded it; null for the person's own hand.</summary>
    public Guid? AgencyId { get; init; }
    /// <summary>The last day on which they are supported here.</summary>
    public DateOnly LastOn { get; init; }
    /// <summary>How it is known; null where the person's own sign-in needed no words.</summary>
    public string? HowKnown { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }
    /// <summary>Why; null where the person's own sign-in needed no words.</summary>
    public string? TakeBackReason { get; init; }

    /// <summary>
    /// It is recorded. PERSON_DIED while a death stands; DAY_IN_PAST for a day before today; DAY_TOO_FAR.
    /// </summary>
    public MoveAway Tell(DeathRecord? death)
    {
        DeathRecord.RequireNone(death);
        var today = London.Today(RecordedAt);
        return LastOn < today
            ? throw Problem.Invalid("last_on", "DAY_IN_PAST", "The last day can be today or later.")
            : LastOn > today.AddYears(100)
            ? throw Problem.Invalid("last_on", "DAY_TOO_FAR", "That is too far ahead.")
            : this with { Version = 1 };
    }

    /// <summary>They stay, or it was somebody else. NOT_MOVING when it was taken back already.</summary>
    public MoveAway TakeBack(string? reason, DateTimeOffset now) => TakenBackAt is null
        ? this with { Version = Version + 1, TakenBackAt = now, TakeBackReason = reason }
        : throw NotMoving();

    internal static Problem NotMoving() => Problem.Refused("NOT_MOVING", "It was taken back already.");
}
