namespace PersonalOutcomes.Access;

/// <summary>
/// The access rule as a condition in WHERE, over this service's own copy of Sharing's facts. An EXISTS and never a
/// join, because two grants would double a row.
/// </summary>
internal static class AccessMark
{
    /// <summary>
    /// Kinds that only the teams who took part may read, until they are opened to another (Sharing's list
    /// <c>kinds.tsv</c>); every other kind is for all involved teams. <c>self</c> is for the person alone.
    /// </summary>
    internal static readonly IReadOnlySet<string> ForThoseWhoTookPart = Kinds("audience", "took_part");

    /// <summary>Kinds that a duty to protect covers; any other it reads only where it was opened to its team.</summary>
    internal static readonly IReadOnlySet<string> UnderTheDuty = Kinds("adult_protection", "covered");

    /// <summary>Of those, the kinds that are no health record even when a health body wrote them down.</summary>
    internal static readonly IReadOnlySet<string> WhoeverWroteIt = Kinds("adult_protection", "whoever_wrote_it");

    /// <summary>
    /// Kinds that nobody who acts for the person reads: they would tell that protection was asked for.
    /// </summary>
    internal static readonly IReadOnlySet<string> NeverByRepresentatives = Kinds("representative", "never");

    internal const string ForThePersonAlone = "self";

    /// <summary>
    /// The condition for the row under an alias. The row's table has PersonId, Id, TeamId, HealthAuthored,
    /// EnteredInError. Parameters: @callerIssuer, @callerSubject, @callerCapacity, @callerAgency, @callerPurpose, @now,
    /// @latest, @level, @removed.
    /// </summary>
    public static string For(string alias, string kind) => $"""
        ({alias}.EnteredInError <= @removed
          AND NOT EXISTS (
            SELECT 1 FROM Withheld w WHERE w.ItemId = {alias}.Id AND {FromTheCaller})
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w WHERE w.PersonId = {alias}.PersonId AND w.Kind = '{kind}' AND {FromTheCaller})
          AND EXISTS (
            SELECT 1 FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
            WHERE g.PersonId = {alias}.PersonId{Holds}
              AND (m.Capacity = 'self' OR NOT {Parked})
              AND (m.Capacity = 'self' OR NOT EXISTS (
                SELECT 1 FROM PrivateTeam pt
                WHERE pt.PersonId = {alias}.PersonId AND pt.TeamId = {alias}.TeamId AND pt.TeamId <> m.Grantee
                  AND pt.FromTime <= @latest))
              AND {Duty(alias, kind)}
              AND {Representing(alias, kind)}
              AND {Audience(alias, kind)}))
        """;

    /// <summary>
    /// A row w of Withheld or Restriction is about the caller's agency, a team of the caller's, or the caller as
    /// somebody who acts for the person.
    /// </summary>
    internal const string FromTheCaller = """
        (w.Grantee = @callerAgency OR w.Grantee IN (
                SELECT wm.Grantee FROM Member wm
                WHERE wm.Issuer = @callerIssuer AND wm.Subject = @callerSubject AND wm.Capacity <> 'self'))
        """;

    /// <summary>
    /// The caller is a member, the grant is in date, and the record is not kept from them; a record that was joined
    /// with theirs may have been parted since, so the copy has to be level for it; and as staff: in purpose, the agency
    /// has agreed, it is not their own or their family's record, and an emergency opened it to them.
    /// </summary>
    internal const string Holds = $"""

              AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject AND m.Capacity = @callerCapacity
              AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @latest)
              AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @latest)
              AND (@level = 1 OR m.Capacity <> 'self' OR m.Grantee = g.PersonId)
              AND NOT EXISTS (
                SELECT 1 FROM Restriction w WHERE w.PersonId = g.PersonId AND w.Kind IS NULL AND {FromTheCaller})
              AND (m.Capacity IN ('self', 'representative') OR (
                g.Purpose = @callerPurpose AND m.AgencyId = @callerAgency
                AND EXISTS (SELECT 1 FROM Agreement a WHERE a.AgencyId = m.AgencyId)
                AND NOT EXISTS (
                  SELECT 1 FROM Kin k
                  WHERE k.PersonId = g.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
                AND (g.Purpose <> 'emergency' OR EXISTS (
                  SELECT 1 FROM EmergencyBy eb
                  WHERE eb.Id = g.Id AND eb.Issuer = @callerIssuer AND eb.Subject = @callerSubject))))
        """;

    /// <summary>What was last said of the person, or of the agency, could not be followed.</summary>
    internal const string Parked =
        "EXISTS (SELECT 1 FROM Parked p WHERE p.Source = 'sharing' AND p.Stream IN (g.PersonId, m.AgencyId))";

    /// <summary>
    /// The team in a column of the row may be named to the caller: it is theirs, or that it is involved is no secret.
    /// The row's table has PersonId.
    /// </summary>
    public static string MayBeNamed(string alias, string column) => $"""
        (@callerCapacity = 'self' OR (NOT EXISTS (
            SELECT 1 FROM PrivateTeam nt
            WHERE nt.PersonId = {alias}.PersonId AND nt.TeamId = {alias}.{column} AND nt.FromTime <= @latest
              AND NOT EXISTS (
              SELECT 1 FROM Member nm WHERE nm.Grantee = nt.TeamId AND nm.Issuer = @callerIssuer
                AND nm.Subject = @callerSubject AND (nm.UntilTime IS NULL OR nm.UntilTime > @latest)))
          AND (@callerCapacity <> 'representative' OR {NotByADutyAlone(alias, column)})))
        """;

    private static HashSet<string> Kinds(string column, string value) =>
        [.. Withholding.Kinds.Codes.Where(kind => Withholding.Kinds[kind]![column] == value)];

    private static string Duty(string alias, string kind) => WhoeverWroteIt.Contains(kind) ? "1 = 1" : $"""
        (g.Purpose <> 'adult_protection' OR (
                ({alias}.HealthAuthored = 0
                  OR EXISTS (SELECT 1 FROM Released hr WHERE hr.ItemId = {alias}.Id))
                AND {(UnderTheDuty.Contains(kind) ? "1 = 1" : Opened(alias, kind))}))
        """;

    private static string Representing(string alias, string kind) =>
        NeverByRepresentatives.Contains(kind) ? "m.Capacity <> 'representative'"
        : $"(m.Capacity <> 'representative' OR {NotByADutyAlone(alias, "TeamId")})";

    // A team that came in by a duty to protect, and by nothing else, is not there for whoever may be the danger.
    private static string NotByADutyAlone(string alias, string column) => $"""
        {alias}.{column} IS NULL OR NOT EXISTS (
                SELECT 1 FROM AccessGrant dg WHERE dg.PersonId = {alias}.PersonId
                  AND dg.Grantee = {alias}.{column} AND dg.Purpose = 'adult_protection') OR EXISTS (
                SELECT 1 FROM AccessGrant sg
                WHERE sg.PersonId = {alias}.PersonId AND sg.Grantee = {alias}.{column} AND sg.Purpose = 'support')
        """;

    private static string Audience(string alias, string kind) =>
        kind == ForThePersonAlone ? "m.Capacity = 'self'"
        : !ForThoseWhoTookPart.Contains(kind) ? "1 = 1"
        : $"""
            (m.Capacity = 'self' OR m.Grantee = {alias}.TeamId
                OR EXISTS (SELECT 1 FROM TakingPart t WHERE t.ItemId = {alias}.Id AND t.TeamId = m.Grantee)
                OR {Opened(alias, kind)})
            """;

    private static string Opened(string alias, string kind) => $"""
        EXISTS (
                  SELECT 1 FROM Opened op WHERE op.PersonId = {alias}.PersonId AND op.TeamId = m.Grantee
                    AND (op.ItemId = {alias}.Id OR op.Kind = '{kind}')
                    AND (op.FromTeamId IS NULL OR op.FromTeamId = {alias}.TeamId OR EXISTS (
                      SELECT 1 FROM TakingPart ft WHERE ft.ItemId = {alias}.Id AND ft.TeamId = op.FromTeamId)))
        """;
}
