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
    private static async Task MarkAsync(Work work, PrivateMark mark, DateTimeOffset? until)
    {
        await work.WriteAsync(InsertMark, mark);
        var hidden = await HiddenFromAsync(work, mark.PersonId, mark.TeamId);
        if (await SecretFromAsync(work, mark, until) is { } from && (from == work.Now || !(hidden <= work.Now)))
        {
            await HideAsync(work, mark, from);
        }
        else
        {
            work.Record(mark.PersonId, mark.Id,
                new PrivateMarkMade(mark.InvolvementId, mark.PersonId, mark.TeamId), mark);
        }
        await RemindAsync(work, mark);
    }

    // Whoever leads the team, and its agency's privacy officers, are told on the day, unless it was looked at before.
    private static async Task RemindAsync(Work work, PrivateMark mark)
    {
        var due = new Notice
        {
            PersonId = mark.PersonId,
            TeamId = mark.TeamId,
            Kind = ReviewDue,
            AboutId = mark.Id,
            SinceTime = London.Start(mark.ReviewDueOn),
        };
        await NoticeService.GiveAsync(work,
            due with { Recipient = NoticeRecipient.TeamLeads, ToTeamId = mark.TeamId });
        await NoticeService.GiveAsync(work,
            due with { Recipient = NoticeRecipient.PrivacyOfficers, ToAgencyId = work.Call.Agency!.Value });
    }

    /// <summary>
    /// A team's open work begins, or ends, or has another last day: what it does after that day it does as a secret,
    /// by the time that stands in the row of every service. Until then it is in sight.
    /// </summary>
    internal static async Task LookAgainAsync(Work work, Guid personId, Guid teamId)
    {
        var marks = await work.ManyAsync<PrivateMark>(SelectHolding, new { personId, teamId });
        var hidden = await HiddenFromAsync(work, personId, teamId);
        if (marks.Count == 0 || hidden <= work.Now)
        {
            return;
        }
        foreach (var mark in marks)
        {
            var lasts = await work.OneAsync<Lasting>(SelectLasting, new { personId, mark.InvolvementId });
            if (lasts is not null && await SecretFromAsync(work, mark, lasts.UntilTime) is { } from)
            {
                if (from != hidden)
                {
                    await HideAsync(work, mark, from);
                }
                return;
            }
        }
        if (hidden is not null)
        {
            var happened = new InvolvementShown(marks[0].InvolvementId, personId, teamId);
            await Grants.ApplyAsync(happened, work);
            work.Record(personId, marks[0].Id, happened, marks[0]);
        }
    }

    private static async Task HideAsync(Work work, PrivateMark mark, DateTimeOffset from)
    {
        var happened = new InvolvementMadePrivate(
            mark.InvolvementId, mark.PersonId, mark.TeamId, from == work.Now ? null : from);
        await Grants.ApplyAsync(happened, work);
        work.Record(mark.PersonId, mark.Id, happened, mark);
    }

    // From when all that the team does is a secret: when its open work is over; null while that has no end, or where
    // the secret is over before.
    private static async Task<DateTimeOffset?> SecretFromAsync(Work work, PrivateMark mark, DateTimeOffset? until)
    {
        var openly = await work.ManyAsync<Lasting>(SelectOpenly, new { mark.PersonId, mark.TeamId, now = work.Now });
        var from = openly.Select(o => o.UntilTime ?? DateTimeOffset.MaxValue).Append(work.Now).Max();
        return from == DateTimeOffset.MaxValue || until <= from ? null : from;
    }

    private static Task<DateTimeOffset?> HiddenFromAsync(Work work, Guid personId, Guid teamId) =>
        work.OneAsync<DateTimeOffset?>(SelectHiddenFrom, new { personId, teamId });

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

    private const string ReviewDue = "private_review_due";

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
                AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @latest)))
        """;

    private const string SelectMark = $"""
        /*enter*/ SELECT {Columns}
        FROM PrivateMark p
        WHERE p.Id = @privateMarkId AND p.PersonId = @personId AND p.EnteredInError = 0 AND {ByTheirTeam}
        """;

    private const string SelectOpenly = """
        SELECT g.UntilTime FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Grantee = @teamId AND g.Purpose = 'support'
          AND (g.UntilTime IS NULL OR g.UntilTime > @now)
          AND NOT EXISTS (SELECT 1 FROM PrivateMark p WHERE p.InvolvementId = g.Id AND p.EndedAt IS NULL)
        """;

    private const string SelectHolding = $"""
        SELECT {Columns}
        FROM PrivateMark p
        WHERE p.PersonId = @personId AND p.TeamId = @teamId AND p.EndedAt IS NULL AND p.EnteredInError = 0
        ORDER BY p.MadeAt DESC, p.Id
        """;

    private const string SelectLasting =
        "SELECT g.UntilTime FROM AccessGrant g WHERE g.PersonId = @personId AND g.Id = @involvementId";

    private const string SelectHiddenFrom =
        "SELECT t.FromTime FROM PrivateTeam t WHERE t.PersonId = @personId AND t.TeamId = @teamId";

    private sealed record Lasting
    {
        public DateTimeOffset? UntilTime { get; init; }
    }

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
