using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>Duties to protect, and involvements that are themselves the secret: one operation a file.</summary>
public sealed partial class ProtectionService(IDatabase database) : Wire.ProtectionService.ProtectionServiceBase
{
    // A team that is openly involved as well stays in sight with what it records; only this involvement is a secret.
    // Were all of it gone at once, whoever is the danger would know.
    private static async Task MarkAsync(Work work, PrivateMark mark)
    {
        await work.WriteAsync(InsertMark, mark);
        if (await work.OneAsync<int>(CountOpenly,
            new { mark.PersonId, mark.TeamId, mark.InvolvementId, now = work.Now }) > 0)
        {
            work.Record(mark.PersonId, mark.Id,
                new PrivateMarkMade(mark.InvolvementId, mark.PersonId, mark.TeamId), mark);
            return;
        }
        var happened = new InvolvementMadePrivate(mark.InvolvementId, mark.PersonId, mark.TeamId);
        await Grants.ApplyAsync(happened, work);
        work.Record(mark.PersonId, mark.Id, happened, mark);
    }

    // A team that was openly involved as well is so no more: what it does from now on, it does as a secret.
    internal static async Task LookAgainAsync(Work work, Involvement ended)
    {
        var mark = await work.OneAsync<PrivateMark>(SelectOnlySecret,
            new { ended.PersonId, ended.TeamId, involvementId = ended.Id, now = work.Now });
        if (mark is not null && await work.OneAsync<int>(CountOpenly,
            new { ended.PersonId, ended.TeamId, involvementId = ended.Id, now = work.Now }) == 0)
        {
            var happened = new InvolvementMadePrivate(mark.InvolvementId, mark.PersonId, mark.TeamId);
            await Grants.ApplyAsync(happened, work);
            work.Record(mark.PersonId, mark.Id, happened, mark);
        }
    }

    // By whoever is of the team, its involvement ended or not, and by its agency's privacy officers.
    private static async Task<PrivateMark> OwnMarkAsync(Work work, Guid personId, Guid privateMarkId)
    {
        var mark = await work.OneAsync<PrivateMark>(SelectMark,
            new { personId, privateMarkId, officer = work.Call.Role == Role.PrivacyOfficer })
            ?? throw Problem.NotFound(final: true);
        if (work.Call.Role != Role.PrivacyOfficer)
        {
            await work.EnterTeamAsync(mark.TeamId);
        }
        return mark;
    }

    private const string Columns = """
        p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.Version, p.InvolvementId, p.Reason, p.MadeAt,
          p.ReviewDueOn, p.EndedAt, p.EndReason
        """;

    // As staff nobody comes near their own record, or that of somebody close.
    private const string ByTheirTeam = """
        NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = p.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
          AND ((@officer = 1 AND EXISTS (SELECT 1 FROM Team t WHERE t.Id = p.TeamId AND t.AgencyId = @callerAgency))
            OR EXISTS (
              SELECT 1 FROM Member m INNER JOIN Agreement a ON a.AgencyId = m.AgencyId
              WHERE m.Grantee = p.TeamId AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject
                AND m.Capacity = @callerCapacity AND m.AgencyId = @callerAgency
                AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @now)))
        """;

    private const string SelectMark = $"""
        /*enter*/ SELECT {Columns}
        FROM PrivateMark p
        WHERE p.Id = @privateMarkId AND p.PersonId = @personId AND p.EnteredInError = 0 AND {ByTheirTeam}
        """;

    private const string CountOpenly = """
        SELECT COUNT(*) FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Grantee = @teamId AND g.Id <> @involvementId AND g.Purpose = 'support'
          AND (g.UntilTime IS NULL OR g.UntilTime > @now)
          AND NOT EXISTS (SELECT 1 FROM PrivateMark p WHERE p.InvolvementId = g.Id AND p.EndedAt IS NULL)
        """;

    // Of one that ends later, what is left until then is a secret too: nobody is to see that it stays.
    private const string SelectOnlySecret = $"""
        SELECT {Columns}
        FROM PrivateMark p INNER JOIN AccessGrant g ON g.PersonId = p.PersonId AND g.Id = p.InvolvementId
        WHERE p.PersonId = @personId AND p.TeamId = @teamId AND p.EndedAt IS NULL AND p.InvolvementId <> @involvementId
          AND (g.UntilTime IS NULL OR g.UntilTime > @now)
          AND NOT EXISTS (SELECT 1 FROM PrivateTeam t WHERE t.PersonId = p.PersonId AND t.TeamId = p.TeamId)
        """;

    private const string InsertMark = """
        INSERT INTO PrivateMark (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, InvolvementId, Reason,
          MadeAt, ReviewDueOn)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @InvolvementId, @Reason,
          @MadeAt, @ReviewDueOn)
        """;

    private static Wire.PrivateMark Show(
        PrivateMark mark, Dictionary<Guid, Wire.Team> teams, DateTimeOffset now) => new()
        {
            PrivateMarkId = mark.Id.ToString("D"),
            PersonId = mark.PersonId.ToString("D"),
            InvolvementId = mark.InvolvementId.ToString("D"),
            Team = SharingService.Find(teams, mark.TeamId),
            Reason = mark.Reason,
            MakeTime = SharingService.Show(mark.MadeAt),
            ReviewDueOn = mark.ReviewDueOn.ToString("yyyy-MM-dd", null),
            Overdue = mark.EndedAt is null && mark.ReviewDueOn < London.Today(now),
            EndTime = SharingService.Show(mark.EndedAt),
            EndReason = mark.EndReason ?? "",
        };
}
