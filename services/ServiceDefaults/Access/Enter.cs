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
        var way = work.Call.Team is { } team ? rows.Find(r => r.Grantee == team) : rows.MinBy(r => r.Grantee);
        if (way is null)
        {
            throw Problem.NotFound();
        }
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
        var way = await work.OneAsync<Way>(SelectTeam, new { team }) ?? throw Problem.NotFound();
        (work.Team, work.Health) = (team, way.Health);
    }

    /// <summary>
    /// The teams whose practitioners took part in something: the caller's own always, and others only if they are
    /// involved with the person too. None for the person's own hand.
    /// </summary>
    /// <exception cref="Problem">
    /// FAILED_PRECONDITION TEAM_NOT_INVOLVED, alike for a team that is unknown; INVALID_ARGUMENT NO_TEAM_TAKES_PART.
    /// </exception>
    public static async Task<Guid[]> TogetherAsync(this Work work, Guid person, IReadOnlyCollection<Guid> others)
    {
        if (work.Team is not { } own)
        {
            return others.Count == 0
                ? []
                : throw Problem.Invalid("team_ids", "NO_TEAM_TAKES_PART", "What you tell by yourself, you tell alone.");
        }
        var involved = await work.ManyAsync<Guid>(SelectInvolved,
            new { person, teams = Each.Of(others), now = work.Now });
        return others.All(t => t == own || involved.Contains(t))
            ? [own, .. others.Where(t => t != own)]
            : throw Problem.NotInCopy("sharing", "TEAM_NOT_INVOLVED", "Only teams who are involved can take part.",
                "team_ids");
    }

    // A team whose involvement has ended since may well have taken part.
    private const string SelectInvolved = """
        SELECT DISTINCT g.Grantee FROM AccessGrant g
        WHERE g.PersonId = @person AND g.Purpose IN ('support', 'adult_protection') AND g.FromTime <= @now
          AND g.Grantee IN (/*each:@teams*/) AND /*team:g:Grantee*/
        """;

    private const string Select = $"""
        /*enter*/ SELECT m.Grantee, m.Capacity, g.Purpose, COALESCE(ag.Health, 0) AS Health,
          CASE WHEN {AccessMark.Parked} THEN 1 ELSE 0 END AS Parked
        FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
          LEFT JOIN Agreement ag ON ag.AgencyId = m.AgencyId
        WHERE g.PersonId = @person{AccessMark.Holds}
        """;

    private const string SelectTeam = """
        /*enter*/ SELECT m.Grantee, m.Capacity, '' AS Purpose, ag.Health, 0 AS Parked
        FROM Member m INNER JOIN Agreement ag ON ag.AgencyId = m.AgencyId
        WHERE m.Grantee = @team AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject
          AND m.Capacity = @callerCapacity AND m.AgencyId = @callerAgency
          AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @now)
        """;

    [method: Dapper.ExplicitConstructor]
    private sealed record Way(Guid Grantee, string Capacity, string Purpose, bool Health, bool Parked);
}
