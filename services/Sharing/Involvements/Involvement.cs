using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// A team works with a person and may see their record for that; from the day it is opened until it is ended. Each
/// method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Involvement
{
    /// <summary>The one purpose for which involvements are opened so far.</summary>
    public const string Support = "support";

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
    /// <summary>Until when; null while it lasts.</summary>
    public DateTimeOffset? UntilTime { get; init; }
    /// <summary>Why it ended.</summary>
    public string? EndReason { get; init; }

    /// <summary>It ends, now. NOT_INVOLVED once it has.</summary>
    public Involvement End(string reason, DateTimeOffset now) => UntilTime is not null
        ? throw Problem.Refused("NOT_INVOLVED", "It has ended already.")
        : this with { Version = Version + 1, UntilTime = now, EndReason = reason };
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
}
