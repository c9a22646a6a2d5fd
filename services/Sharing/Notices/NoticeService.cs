using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Who has to be told what: one operation a file. This file holds how a notice is given, from within whatever it tells
/// of, and whose it is.
/// </summary>
public sealed partial class NoticeService(IDatabase database) : Wire.NoticeService.NoticeServiceBase
{
    /// <summary>Something that the person, those who support them and an agency's privacy officers are told.</summary>
    internal static async Task TellAllAsync(Work work, Notice notice, Guid agencyId)
    {
        await GiveAsync(work, notice with { Recipient = NoticeRecipient.Person });
        foreach (var team in await work.ManyAsync<Guid>(SelectTold, new { notice.PersonId, now = work.Now }))
        {
            await GiveAsync(work, notice with { Recipient = NoticeRecipient.Team, ToTeamId = team });
        }
        await GiveAsync(work, notice with { Recipient = NoticeRecipient.PrivacyOfficers, ToAgencyId = agencyId });
    }

    /// <summary>One more notice, in the transaction of what it tells of.</summary>
    internal static async Task GiveAsync(Work work, Notice notice)
    {
        var given = notice with { Id = NewId.NextGuid(), Version = 1 };
        await work.WriteAsync(InsertNotice, given);
        work.Record(given.PersonId, given.Id, new NoticeGiven(given.Id, given.PersonId, given.Kind, given.AboutId,
            Code(given.Recipient), given.ToTeamId ?? given.ToAgencyId, given.SinceTime), given);
    }

    /// <summary>Notices of a kind about something matter no more.</summary>
    internal static Task EndAsync(Work work, Guid personId, Guid aboutId, string kind) =>
        work.WriteAsync(EndNotice, new { personId, aboutId, kind, now = work.Now });

    private static string Code(NoticeRecipient recipient) => recipient switch
    {
        NoticeRecipient.Person => "person",
        NoticeRecipient.Team => "team",
        NoticeRecipient.TeamLeads => "team_leads",
        _ => "privacy_officers",
    };

    // What a role adds to whose it is, for the statements below.
    private static (int Lead, int Officer) Rank(Call call) =>
        (call.Role == Role.TeamLead ? 1 : 0, call.Role == Role.PrivacyOfficer ? 1 : 0);

    private static Wire.Notice Show(Notice notice, Dictionary<Guid, Wire.Team> teams) => new()
    {
        NoticeId = notice.Id.ToString("D"),
        PersonId = notice.PersonId.ToString("D"),
        Kind = notice.Kind,
        Words = notice.Words,
        AboutId = notice.AboutId.ToString("D"),
        Recipient = (Wire.NoticeRecipient)(int)notice.Recipient,
        Team = SharingService.Find(teams, notice.ToTeamId),
        ByTeam = SharingService.Find(teams, notice.TeamId),
        SinceTime = SharingService.Show(notice.SinceTime),
        SeenTime = SharingService.Show(notice.SeenAt),
        SeenBy = notice.SeenName ?? "",
    };

    private static IEnumerable<Guid?> TeamIds(Notice notice) => [notice.ToTeamId, notice.TeamId];

    private const string NoticeColumns = """
        n.Id, n.PersonId, n.TeamId, n.HealthAuthored, n.EnteredInError, n.Version, n.Kind, n.AboutId, n.Recipient,
          n.ToTeamId, n.ToAgencyId, n.SinceTime, n.UntilTime, n.SeenAt, n.SeenIssuer, n.SeenSubject, n.DeliveredAt,
          (SELECT s.Name FROM Staff s
           WHERE s.TeamId = n.ToTeamId AND s.Issuer = n.SeenIssuer AND s.Subject = n.SeenSubject) AS SeenName
        """;

    private const string OfTheTeam = """
        EXISTS (
              SELECT 1 FROM Member tm
              WHERE tm.Grantee = n.ToTeamId AND tm.Issuer = @callerIssuer AND tm.Subject = @callerSubject
                AND tm.Capacity = 'staff' AND @callerCapacity = 'staff' AND tm.AgencyId = @callerAgency
                AND tm.FromTime <= @now AND (tm.UntilTime IS NULL OR tm.UntilTime > @latest))
        """;

    // A team is told of people whom it may see, and of what a private involvement does when that is shown; a reminder
    // is over with the person's life. What a team's leads and an agency's privacy officers answer for, they are told
    // whoever is involved, unless the person is somebody close.
    private const string Mine = $"""
        n.EnteredInError = 0 AND n.SinceTime <= @now AND n.UntilTime IS NULL
          AND (n.Kind <> 'private_review_due' OR NOT EXISTS (
            SELECT 1 FROM Death nd WHERE nd.PersonId = n.PersonId AND nd.ReversedAt IS NULL)) AND (
            (n.Recipient = 1 AND @callerCapacity = 'self' AND EXISTS (
              SELECT 1 FROM AccessGrant sg INNER JOIN Member sm ON sm.Grantee = sg.Grantee
              WHERE sg.PersonId = n.PersonId AND sg.Purpose = 'self'
                AND (sg.UntilTime IS NULL OR sg.UntilTime > @latest)
                AND sm.Issuer = @callerIssuer AND sm.Subject = @callerSubject
                AND sm.Capacity = 'self' AND sm.FromTime <= @now AND (sm.UntilTime IS NULL OR sm.UntilTime > @latest)))
            OR (n.Recipient = 2 AND {OfTheTeam} AND /*access:n:notice*/ AND NOT EXISTS (
              SELECT 1 FROM PrivateMark pm
              WHERE pm.InvolvementId = n.AboutId AND pm.EndedAt IS NULL AND pm.TeamId <> n.ToTeamId))
            OR (((n.Recipient = 3 AND @lead = 1 AND {OfTheTeam})
                OR (n.Recipient = 4 AND @officer = 1 AND n.ToAgencyId = @callerAgency))
              AND EXISTS (SELECT 1 FROM Agreement na WHERE na.AgencyId = @callerAgency)
              AND NOT EXISTS (
                SELECT 1 FROM Kin nk
                WHERE nk.PersonId = n.PersonId AND nk.Issuer = @callerIssuer AND nk.Subject = @callerSubject)))
        """;

    // A team g that is involved, and leads if any team does that the others may know of.
    private const string ToldOf = """
        g.Purpose IN ('support', 'adult_protection')
              AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now)
        """;

    private const string Leading = """
        FROM LeadTeam l INNER JOIN Involvement li ON li.PersonId = l.PersonId AND li.TeamId = l.TeamId
              WHERE l.PersonId = g.PersonId AND l.State = 2 AND l.EnteredInError = 0 AND li.EnteredInError = 0
                AND li.FromTime <= l.SettledAt AND (li.UntilTime IS NULL OR li.UntilTime > @now)
                AND NOT EXISTS (
                  SELECT 1 FROM PrivateTeam lp
                  WHERE lp.PersonId = l.PersonId AND lp.TeamId = l.TeamId AND lp.FromTime <= @now)
        """;

    private const string LeadsIfAnyDoes =
        $"(g.Grantee IN (SELECT l.TeamId {Leading}) OR NOT EXISTS (SELECT 1 {Leading}))";

    private const string SelectTold = $"""
        SELECT DISTINCT g.Grantee
        FROM AccessGrant g
        WHERE g.PersonId = @personId AND {ToldOf} AND {LeadsIfAnyDoes}
        ORDER BY g.Grantee
        """;

    private const string InsertNotice = """
        INSERT INTO Notice (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, Kind, AboutId, Recipient,
          ToTeamId, ToAgencyId, SinceTime)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @Kind, @AboutId, @Recipient,
          @ToTeamId, @ToAgencyId, @SinceTime)
        """;

    private const string EndNotice = """
        UPDATE Notice SET UntilTime = @now, Version = Version + 1
        WHERE PersonId = @personId AND AboutId = @aboutId AND Kind = @kind AND UntilTime IS NULL
        """;
}
