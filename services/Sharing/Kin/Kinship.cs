using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>How close somebody is to a member of staff; the numbers are those of the proto and of the table.</summary>
public enum KinRelation
{
    /// <summary>It is their own record.</summary>
    Self = 1,
    /// <summary>Of their family.</summary>
    Family = 2,
    /// <summary>Close in another way.</summary>
    Close = 3,
}

/// <summary>What a member of staff declared to their agency, until an administrator takes it back.</summary>
public sealed record Kinship
{
    /// <summary>The declaration.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>None: somebody declares for themselves.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Never.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Declared of the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The issuer of the sign-in.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>To which agency it was declared.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>How close.</summary>
    public KinRelation Relation { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset DeclaredAt { get; init; }
    /// <summary>When it was taken back; null while it holds.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
    /// <summary>Why it was taken back.</summary>
    public string? Reason { get; init; }

    /// <summary>Their name, as a team of the agency gives it; looked up, not kept here.</summary>
    public string? StaffName { get; init; }

    /// <summary>It is taken back. NOT_DECLARED once it was.</summary>
    public Kinship Withdraw(string reason, DateTimeOffset now) => WithdrawnAt is not null
        ? throw Problem.Refused("NOT_DECLARED", "It was taken back already.")
        : this with { Version = Version + 1, WithdrawnAt = now, Reason = reason };
}
