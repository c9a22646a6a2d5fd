using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

/// <summary>
/// That a person died, and how it is known. Each method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record DeathRecord
{
    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>Who died.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The agency of the team that recorded it.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>The death in another record of theirs that this follows; null where it was told of this one.</summary>
    public Guid? FollowsId { get; init; }
    /// <summary>The day they died.</summary>
    public DateOnly DiedOn { get; init; }
    /// <summary>How it is known.</summary>
    public string HowKnown { get; init; } = "";
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was taken back, as a mistake; null while it stands.</summary>
    public DateTimeOffset? ReversedAt { get; init; }
    /// <summary>Why.</summary>
    public string? ReverseReason { get; init; }

    /// <summary>It is recorded. ALREADY_DIED while one stands; DAY_TOO_EARLY for a day before they were born.</summary>
    public DeathRecord Tell(DeathRecord? standing, DateOnly? birthDate) =>
        standing is not null
            ? throw Problem.Refused("ALREADY_DIED", "It is recorded already that they died.")
        : DiedOn < birthDate
            ? throw Problem.Invalid("died_on", "DAY_TOO_EARLY", "That is before they were born.")
        : this with { Version = 1 };

    /// <summary>It was a mistake. NOT_DIED when it was taken back already.</summary>
    public DeathRecord Reverse(string reason, DateTimeOffset now) =>
        ReversedAt is not null
            ? throw NotDied()
            : this with { Version = Version + 1, ReversedAt = now, ReverseReason = reason };

    /// <summary>
    /// The same death in another record of theirs. Nobody who knows the person by that one is told who recorded it, or
    /// how it is known.
    /// </summary>
    public DeathRecord Follow(Guid id, Guid personId, DateTimeOffset now) => this with
    {
        Id = id,
        PersonId = personId,
        TeamId = null,
        HealthAuthored = false,
        Version = 1,
        FollowsId = FollowsId ?? Id,
        HowKnown = "Another team recorded it.",
        RecordedAt = now,
    };

    /// <summary>PERSON_DIED while a death stands.</summary>
    public static void RequireNone(DeathRecord? standing)
    {
        if (standing is not null)
        {
            throw Problem.Refused("PERSON_DIED", "The person died.", "person_id");
        }
    }

    /// <summary>Nobody writes by a sign-in that was the person's. PERSON_DIED.</summary>
    public static void RequireOthers(DeathRecord? standing, Role by)
    {
        if (by == Role.Person)
        {
            RequireNone(standing);
        }
    }

    internal static Problem NotDied() =>
        Problem.Refused("NOT_DIED", "It is not recorded that they died, or no longer.");
}
