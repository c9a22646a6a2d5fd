using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// The kinds of entry that only the teams who took part read by default; the numbers are those of the proto and of the
/// table.
/// </summary>
public enum RecordKind
{
    /// <summary>The rest of a conversation, beyond what matters.</summary>
    Conversation = 1,
    /// <summary>Concerns voiced by others.</summary>
    Concern = 2,
    /// <summary>Reasons for a referral beyond what matters.</summary>
    ReferralReason = 3,
}

/// <summary>
/// An entry, or a kind of entries, open to a team beyond its default audience, until it is taken back. Each method
/// returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Opening
{
    /// <summary>The opening.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team whose practitioner opened it; null when the person did.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Opened by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The team to which it is open.</summary>
    public Guid ToTeamId { get; init; }
    /// <summary>The kind; null when one entry is open.</summary>
    public RecordKind? Kind { get; init; }
    /// <summary>The entry; null when a kind is open.</summary>
    public Guid? ItemId { get; init; }
    /// <summary>Why, in words that the person can read.</summary>
    public string? Reason { get; init; }
    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }
    /// <summary>When it was taken back; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>
    /// It is taken back, by the person (no team) or by the team that opened it. NOT_YOUR_OPENING, ALREADY_CLOSED.
    /// </summary>
    public Opening Close(Guid? byTeam, DateTimeOffset now)
    {
        if (byTeam is not null && byTeam != TeamId)
        {
            throw Problem.Refused("NOT_YOUR_OPENING", "Whoever opened it takes it back, or the person.");
        }
        return ClosedAt is not null
            ? throw Problem.Refused("ALREADY_CLOSED", "It has been taken back already.")
            : this with { Version = Version + 1, ClosedAt = now };
    }
}
