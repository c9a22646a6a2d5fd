using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>What an agency is for; the numbers are those of the proto and of the table.</summary>
public enum AgencyType
{
    /// <summary>A health body.</summary>
    Health = 1,
    /// <summary>A council's social work service.</summary>
    SocialWork = 2,
    /// <summary>A housing service or association.</summary>
    Housing = 3,
    /// <summary>A voluntary organisation.</summary>
    Voluntary = 4,
    /// <summary>A provider of care.</summary>
    CareProvider = 5,
}

/// <summary>
/// An organisation whose staff work with people, and the last agreement it signed; the journal keeps the earlier ones,
/// and who signed and ended each. A method returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Agency
{
    /// <summary>The id that Identity asserts for its staff.</summary>
    public Guid Id { get; init; }
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";
    /// <summary>What it is for.</summary>
    public AgencyType Type { get; init; }
    /// <summary>Which version of the terms it signed; null until it did.</summary>
    public string? TermsVersion { get; init; }
    /// <summary>The day on which it signed.</summary>
    public DateOnly? SignedOn { get; init; }
    /// <summary>Since when that agreement is in force no more; null while it is.</summary>
    public DateTimeOffset? AgreementEndedAt { get; init; }
    /// <summary>Why it ended.</summary>
    public string? AgreementEndReason { get; init; }
    /// <summary>When it was entered.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>It has signed these terms; what ended before is in force again by them.</summary>
    public Agency Sign(string termsVersion, DateOnly signedOn) => this with
    {
        TermsVersion = termsVersion,
        SignedOn = signedOn,
        AgreementEndedAt = null,
        AgreementEndReason = null,
    };

    /// <summary>It shares no more. NO_AGREEMENT when it has signed none, or the one that it signed has ended.</summary>
    public Agency EndAgreement(string reason, DateTimeOffset now) => SignedOn is null || AgreementEndedAt is not null
        ? throw Problem.Refused("NO_AGREEMENT", "There is no agreement in force.", "agency_id")
        : this with { AgreementEndedAt = now, AgreementEndReason = reason };
}

/// <summary>People of one agency who know each other's work.</summary>
public sealed record Team
{
    /// <summary>The team.</summary>
    public Guid Id { get; init; }
    /// <summary>Its agency.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";
    /// <summary>When it was entered.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>A team with its agency's name, to be shown.</summary>
public sealed record NamedTeam
{
    /// <summary>The team.</summary>
    public Guid Id { get; init; }
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";
    /// <summary>Its agency.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>What people call the agency.</summary>
    public string AgencyName { get; init; } = "";
}

/// <summary>How a member of a team acts; the numbers are those of the proto and of the table.</summary>
public enum Capacity
{
    /// <summary>Somebody who works in the team.</summary>
    Staff = 1,
    /// <summary>An agency's own computer system.</summary>
    System = 2,
}

/// <summary>A member of a team, and from when until when.</summary>
public sealed record StaffMember
{
    /// <summary>The team.</summary>
    public Guid TeamId { get; init; }
    /// <summary>The issuer of their sign-in.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>Somebody, or a system.</summary>
    public Capacity Capacity { get; init; }
    /// <summary>The name shown.</summary>
    public string Name { get; init; } = "";
    /// <summary>What they are in the team, in plain words.</summary>
    public string Role { get; init; } = "";
    /// <summary>From when.</summary>
    public DateTimeOffset FromTime { get; init; }
    /// <summary>Until when; null while they are in it.</summary>
    public DateTimeOffset? UntilTime { get; init; }
}
