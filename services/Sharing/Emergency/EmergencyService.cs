using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// A record opened in an emergency: one operation a file. This file holds what several of them read, and what opening
/// does.
/// </summary>
public sealed partial class EmergencyService(IDatabase database) : Wire.EmergencyService.EmergencyServiceBase
{
    private static readonly Vocabulary Reasons =
        Vocabulary.Of(typeof(EmergencyService).Assembly, "emergency_reasons");

    // Opens it to the practitioner in every service, and tells whom it concerns.
    private static async Task OpenAsync(Work work, Emergency emergency)
    {
        var opened = new EmergencyOpened(emergency.Id, emergency.PersonId, emergency.TeamId, emergency.Issuer,
            emergency.Subject, emergency.ReasonCode, emergency.OpenedAt!.Value, emergency.UntilTime!.Value);
        await Grants.ApplyAsync(opened, work);
        work.Record(emergency.PersonId, emergency.Id, opened, emergency);
        var notice = new Notice
        {
            PersonId = emergency.PersonId,
            TeamId = emergency.TeamId,
            AboutId = emergency.Id,
            SinceTime = work.Now,
        };
        await NoticeService.TellAllAsync(work, notice with { Kind = Opened }, emergency.AgencyId);
        var toLeads = notice with { Recipient = NoticeRecipient.TeamLeads, ToTeamId = emergency.TeamId };
        await NoticeService.GiveAsync(work, toLeads with { Kind = ReviewOwed });
        // It lies there from now on and is seen when the time comes, unless the check has ended it.
        await NoticeService.GiveAsync(work,
            toLeads with { Kind = ReviewOverdue, SinceTime = emergency.OverdueAt() });
    }

    // The highest time seen, on other days and before a restart too: a day that has begun does not begin anew.
    private static async Task<DateOnly> TodayAsync(Work work)
    {
        var before = await work.ManyAsync<DateTimeOffset>(SelectLatestOpened, new { take = 1, skip = 0 });
        return London.Today(before.Append(work.Call.Latest).Max());
    }

    private static string Code(EmergencyFinding finding) => finding switch
    {
        EmergencyFinding.Right => "right",
        EmergencyFinding.NotNeeded => "not_needed",
        _ => "wrong",
    };

    private static Wire.Emergency Show(
        Emergency emergency, Dictionary<Guid, Wire.Team> teams, Call call) => new()
        {
            EmergencyId = emergency.Id.ToString("D"),
            PersonId = emergency.PersonId.ToString("D"),
            Team = SharingService.Find(teams, emergency.TeamId),
            Practitioner = emergency.Practitioner ?? "",
            State = (Wire.EmergencyState)(int)emergency.State(call.Latest),
            Reason = emergency.ReasonCode,
            ReasonWords = Reasons[emergency.ReasonCode]?["words"] ?? "",
            Explanation = emergency.Explanation,
            AskTime = SharingService.Show(emergency.AskedAt),
            AgreedBy = emergency.AgreedBy ?? "",
            OpenTime = SharingService.Show(emergency.OpenedAt),
            UntilTime = SharingService.Show(emergency.UntilTime),
            CloseTime = SharingService.Show(emergency.ClosedAt),
            ReviewDueOn = emergency.ReviewDueOn?.ToString("yyyy-MM-dd", null) ?? "",
            IsOverdue = emergency.IsOverdue(London.Today(call.Latest)),
            Finding = (Wire.EmergencyFinding)(int)(emergency.Finding ?? 0),
            ReviewWords = emergency.ReviewWords ?? "",
            ReviewedBy = emergency.ReviewedBy ?? "",
            ReviewTime = SharingService.Show(emergency.ReviewedAt),
        };

    private const string Opened = "emergency_opened", ReviewOwed = "emergency_review_owed",
        ReviewOverdue = "emergency_review_overdue", FoundWrong = "emergency_found_wrong";

    private const string EmergencyColumns = """
        e.Id, e.PersonId, e.TeamId, e.HealthAuthored, e.EnteredInError, e.Version, e.AgencyId, e.Issuer, e.Subject,
          e.ReasonCode, e.Explanation, e.AskedAt, e.AgreedTeamId, e.AgreedIssuer, e.AgreedSubject, e.OpenedAt,
          e.OpenedOn, e.UntilTime, e.ClosedAt, e.ReviewDueOn, e.ReviewedAt, e.ReviewedIssuer, e.ReviewedSubject,
          e.Finding, e.ReviewWords,
          (SELECT s.Name FROM Staff s
           WHERE s.TeamId = e.TeamId AND s.Issuer = e.Issuer AND s.Subject = e.Subject) AS Practitioner,
          (SELECT s.Name FROM Staff s
           WHERE s.TeamId = e.AgreedTeamId AND s.Issuer = e.AgreedIssuer AND s.Subject = e.AgreedSubject) AS AgreedBy,
          (SELECT s.Name FROM Staff s
           WHERE s.TeamId = e.TeamId AND s.Issuer = e.ReviewedIssuer AND s.Subject = e.ReviewedSubject) AS ReviewedBy
        """;

    // What an agency's staff did is its own to know, whoever is involved; but for whoever is close to the person.
    private const string OfTheAgency = """
        e.EnteredInError = 0 AND e.AgencyId = @callerAgency AND @callerCapacity = 'staff'
            AND EXISTS (SELECT 1 FROM Agreement ea WHERE ea.AgencyId = e.AgencyId)
            AND NOT EXISTS (
              SELECT 1 FROM Kin ek
              WHERE ek.PersonId = e.PersonId AND ek.Issuer = @callerIssuer AND ek.Subject = @callerSubject)
        """;

    private const string OfTheTeam = """
        EXISTS (
              SELECT 1 FROM Member em
              WHERE em.Grantee = e.TeamId AND em.Issuer = @callerIssuer AND em.Subject = @callerSubject
                AND em.Capacity = 'staff' AND em.AgencyId = @callerAgency
                AND em.FromTime <= @now AND (em.UntilTime IS NULL OR em.UntilTime > @latest))
        """;

    private const string ByTheCaller = "e.Issuer = @callerIssuer AND e.Subject = @callerSubject";

    private const string SelectName =
        "SELECT Name FROM Staff WHERE TeamId = @teamId AND Issuer = @issuer AND Subject = @subject";

    private const string SelectLatestOpened = """
        SELECT OpenedAt FROM Emergency WHERE OpenedAt IS NOT NULL ORDER BY OpenedAt DESC /*page*/
        """;
}
