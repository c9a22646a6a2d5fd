using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Access;

/// <summary>The question at the top of every slice about a person: may this caller in, and as whom?</summary>
public static class Enter
{
    /// <summary>
    /// Lets the caller in to this person's record, and notes through which team. NOT_FOUND for a person who is unknown,
    /// or not shared with the caller, alike. UNAVAILABLE ACCESS_UNKNOWN for staff whom a copy lets in that could not
    /// follow what was last said about the person or the agency. PERMISSION_DENIED READING_ONLY for a write by whoever
    /// came in by an emergency, or represents the person to see and no more.
    /// </summary>
    public static async Task EnterAsync(this Work work, Guid person)
    {
        var rows = await work.ManyAsync<Way>(Select, new { person });
        var way = (work.Call.Team is { } team ? rows.Find(r => r.Grantee == team) : rows.MinBy(r => r.Grantee))
            ?? throw Problem.NotFound();
        if (way.Parked && way.Capacity != "self")
        {
            throw Problem.Unavailable("ACCESS_UNKNOWN", "Who may look can't be checked just now. Try again.", 30);
        }
        if (!work.Reading && way.Purpose is "emergency" or "sees")
        {
            throw Problem.Denied("READING_ONLY", "You may read here, and write nothing.");
        }
        work.AgreesFor = way.Purpose == "agrees";
        // The person's own hand has no team, nor has that of whoever acts for them.
        var byHand = way.Capacity is "self" or "representative";
        (work.Team, work.Health) = (byHand ? null : way.Grantee, !byHand && way.Health);
    }

    /// <summary>
    /// Lets a member of staff act for one of their teams, where no person is concerned yet. NOT_FOUND for a team that
    /// is unknown or not the caller's, alike.
    /// </summary>
    public static async Task EnterTeamAsync(this Work work, Guid team)
    {
        var health = await work.OneAsync<bool?>(SelectTeam, new { team }) ?? throw Problem.NotFound();
        (work.Team, work.Health) = (team, health);
    }

    private const string Select = $"""
        /*enter*/ SELECT m.Grantee, m.Capacity, g.Purpose, COALESCE(ag.Health, 0) AS Health,
          CASE WHEN {AccessMark.Parked} THEN 1 ELSE 0 END AS Parked
        FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
          LEFT JOIN Agreement ag ON ag.AgencyId = m.AgencyId
        WHERE g.PersonId = @person{AccessMark.Holds}
        """;

    private const string SelectTeam = """
        /*enter*/ SELECT ag.Health
        FROM Member m INNER JOIN Agreement ag ON ag.AgencyId = m.AgencyId
        WHERE m.Grantee = @team AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject
          AND m.Capacity = @callerCapacity AND m.AgencyId = @callerAgency
          AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @latest)
        """;

    [method: Dapper.ExplicitConstructor]
    private sealed record Way(Guid Grantee, string Capacity, string Purpose, bool Health, bool Parked);
}
