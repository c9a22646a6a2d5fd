using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// An involvement is itself the secret, for a reason that is looked at again every 28 days. Each method returns the
/// next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record PrivateMark
{
    private const int DaysToReview = 28;

    /// <summary>The mark.</summary>
    public Guid Id { get; init; }
    /// <summary>With whom the team is involved.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team.</summary>
    public Guid TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made with the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The involvement.</summary>
    public Guid InvolvementId { get; init; }
    /// <summary>Why, as it was last said.</summary>
    public string Reason { get; init; } = "";
    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }
    /// <summary>The day by which it is to be looked at again.</summary>
    public DateOnly ReviewDueOn { get; init; }
    /// <summary>When it ended; null while it holds.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Why it ended.</summary>
    public string? EndReason { get; init; }

    /// <summary>From now on it is a secret.</summary>
    public static PrivateMark Of(Guid id, Involvement involvement, string reason, DateTimeOffset now) => new()
    {
        Id = id,
        PersonId = involvement.PersonId,
        TeamId = involvement.TeamId,
        HealthAuthored = involvement.HealthAuthored,
        Version = 1,
        InvolvementId = involvement.Id,
        Reason = reason,
        MadeAt = now,
        ReviewDueOn = London.Today(now).AddDays(DaysToReview),
    };

    /// <summary>It was looked at and holds. NOT_PRIVATE once it has ended.</summary>
    public PrivateMark Review(string reason, DateTimeOffset now) => Holding() with
    {
        Version = Version + 1,
        Reason = reason,
        ReviewDueOn = London.Today(now).AddDays(DaysToReview),
    };

    /// <summary>It ends, and everything shows. NOT_PRIVATE once it has ended.</summary>
    public PrivateMark Show(string reason, DateTimeOffset now) =>
        Holding() with { Version = Version + 1, EndedAt = now, EndReason = reason };

    private PrivateMark Holding() => EndedAt is null
        ? this
        : throw Problem.Refused("NOT_PRIVATE", "It is private no more.");
}
