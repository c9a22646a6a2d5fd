using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// A team works with a person and may see their record for that; from the instant at which it is opened until the end
/// that it is given, which may lie ahead. Each method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Involvement
{
    /// <summary>To support the person.</summary>
    public const string Support = "support";

    /// <summary>By a duty to protect the person.</summary>
    public const string AdultProtection = "adult_protection";

    /// <summary>The involvement.</summary>
    public Guid Id { get; init; }
    /// <summary>With whom.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that is involved.</summary>
    public Guid TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Opened with the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The referral that led to it; null when the team registered the person.</summary>
    public Guid? ReferralId { get; init; }
    /// <summary>The law on which it rests.</summary>
    public LegalBasis LegalBasis { get; init; }
    /// <summary>What bears that out.</summary>
    public string? Evidence { get; init; }
    /// <summary>What for.</summary>
    public string Purpose { get; init; } = "";
    /// <summary>Since when.</summary>
    public DateTimeOffset FromTime { get; init; }
    /// <summary>Until when, which may be to come; null while no end is known.</summary>
    public DateTimeOffset? UntilTime { get; init; }
    /// <summary>Why it ended, or will.</summary>
    public string? EndReason { get; init; }

    /// <summary>The last day on which it holds, a day in Scotland; null while no end is known.</summary>
    [JsonIgnore]
    public DateOnly? LastOn => UntilTime is { } until ? London.Today(until.AddTicks(-1)) : null;

    /// <summary>Whether it holds at this instant.</summary>
    public bool Lasts(DateTimeOffset now) => UntilTime is not { } until || until > now;

    /// <summary>
    /// It ends: now, or when its last day is over. Until then the day can be moved. NOT_INVOLVED once it has ended;
    /// DAY_IN_PAST for a day before today; DAY_TOO_FAR.
    /// </summary>
    public Involvement End(string reason, DateOnly? lastOn, DateTimeOffset now) => Lasting(now) with
    {
        Version = Version + 1,
        UntilTime = lastOn is { } day ? After(day, London.Today(now)) : now,
        EndReason = reason,
    };

    /// <summary>It ends when that day is over; null where it has ended by then already.</summary>
    public Involvement? EndWith(DateOnly lastOn, string reason) => UntilTime <= London.Start(lastOn.AddDays(1))
        ? null
        : this with { Version = Version + 1, UntilTime = London.Start(lastOn.AddDays(1)), EndReason = reason };

    /// <summary>That it ended was taken back: it lasts as long as it would have, or has no end.</summary>
    public Involvement Last(DateTimeOffset? until) => this with
    {
        Version = Version + 1,
        UntilTime = until,
        EndReason = until is null ? null : EndReason,
    };

    /// <summary>Itself, while it lasts. NOT_INVOLVED once it has ended.</summary>
    public Involvement Lasting(DateTimeOffset now) =>
        Lasts(now) ? this : throw Problem.Refused("NOT_INVOLVED", "It has ended already.");

    // The first instant of the next day.
    private static DateTimeOffset After(DateOnly day, DateOnly today) =>
        day < today ? throw Problem.Invalid("last_on", "DAY_IN_PAST", "The last day can be today or later.")
        : day > today.AddYears(100) ? throw Problem.Invalid("last_on", "DAY_TOO_FAR", "That is too far ahead.")
        : London.Start(day.AddDays(1));
}

/// <summary>Somebody of the team who works with the person, with role and offer in plain words.</summary>
public sealed record NamedPractitioner
{
    /// <summary>This naming.</summary>
    public Guid Id { get; init; }
    /// <summary>In which involvement.</summary>
    public Guid InvolvementId { get; init; }
    /// <summary>With whom.</summary>
    public Guid PersonId { get; init; }
    /// <summary>Of which team.</summary>
    public Guid TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Named with the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The issuer of their sign-in.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>Their name, as their team gives it.</summary>
    public string Name { get; init; } = "";
    /// <summary>What they are.</summary>
    public string Role { get; init; } = "";
    /// <summary>What they offer; null when nobody has written it.</summary>
    public string? Offer { get; init; }

    /// <summary>Whether both are one and the same sign-in.</summary>
    public bool IsThatOf(NamedPractitioner other) => (Issuer, Subject) == (other.Issuer, other.Subject);
}
