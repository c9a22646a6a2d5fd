using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Access;

/// <summary>
/// The access rule as a condition in WHERE, over this service's own copy of Sharing's facts. An EXISTS and never a
/// join, because two grants would double a row. The law and practice behind each line: design, Access.
/// </summary>
internal static class AccessMark
{
    /// <summary>
    /// Kinds that only the teams who took part may read, until they are opened to another (Sharing's list
    /// <c>kinds.tsv</c>); every other kind is for all involved teams. <c>self</c> is for the person alone.
    /// </summary>
    internal static readonly IReadOnlySet<string> ForThoseWhoTookPart = TookPart();

    internal const string ForThePersonAlone = "self";

    /// <summary>
    /// The condition for the row under an alias. The row's table has PersonId, Id, TeamId, HealthAuthored,
    /// EnteredInError. Parameters: @callerIssuer, @callerSubject, @callerCapacity, @callerAgency, @callerPurpose, @now.
    /// </summary>
    public static string For(string alias, string kind) => $"""
        ({alias}.EnteredInError = 0
          AND NOT EXISTS (
            SELECT 1 FROM Withheld w
            WHERE w.ItemId IN ({alias}.Id, {alias}.PersonId)
              AND {FromTheCaller})
          AND EXISTS (
            SELECT 1 FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
            WHERE g.PersonId = {alias}.PersonId{Holds}
              AND (g.Purpose <> 'adult_protection' OR {alias}.HealthAuthored = 0)
              AND {Audience(alias, kind)}))
        """;

    /// <summary>A row w of Withheld is about the caller's agency, or a team of the caller's.</summary>
    internal const string FromTheCaller = """
        (w.Grantee = @callerAgency OR w.Grantee IN (
                SELECT wm.Grantee FROM Member wm
                WHERE wm.Issuer = @callerIssuer AND wm.Subject = @callerSubject AND wm.Capacity <> 'self'))
        """;

    /// <summary>The caller is a member, the grant is in date and purpose, the agency has agreed.</summary>
    internal const string Holds = """

              AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject AND m.Capacity = @callerCapacity
              AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @now)
              AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now)
              AND (m.Capacity = 'self' OR (
                g.Purpose = @callerPurpose AND m.AgencyId = @callerAgency
                AND EXISTS (SELECT 1 FROM Agreement a WHERE a.AgencyId = m.AgencyId)))
        """;

    private static HashSet<string> TookPart()
    {
        var kinds = Vocabulary.Of(typeof(AccessMark).Assembly, "kinds");
        return [.. kinds.Codes.Where(kind => kinds[kind]!["audience"] == "took_part")];
    }

    private static string Audience(string alias, string kind) =>
        kind == ForThePersonAlone ? "m.Capacity = 'self'"
        : !ForThoseWhoTookPart.Contains(kind) ? "1 = 1"
        : $"""
            (m.Capacity = 'self' OR m.Grantee = {alias}.TeamId
                OR EXISTS (SELECT 1 FROM TakingPart t WHERE t.ItemId = {alias}.Id AND t.TeamId = m.Grantee)
                OR EXISTS (
                  SELECT 1 FROM Opened op WHERE op.PersonId = {alias}.PersonId AND op.TeamId = m.Grantee
                    AND (op.ItemId = {alias}.Id OR op.Kind = '{kind}')
                    AND (op.FromTeamId IS NULL OR op.FromTeamId = {alias}.TeamId OR EXISTS (
                      SELECT 1 FROM TakingPart ft WHERE ft.ItemId = {alias}.Id AND ft.TeamId = op.FromTeamId))))
            """;
}
